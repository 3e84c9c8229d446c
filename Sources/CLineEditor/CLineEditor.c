#define _GNU_SOURCE
#include "CLineEditor.h"

#include <errno.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct spoor_editor {
  EditLine *editor;
  History *history;
  FILE *input;
  FILE *output;
  const char *prompt;
  spoor_complete complete;
  void *context;
  int interrupted;
};

/* Marks text of the prompt that takes no columns. */
static const char invisible = '\001';

static spoor_editor *self(EditLine *editor) {
  void *data = NULL;
  el_get(editor, EL_CLIENTDATA, &data);
  return data;
}

static char *prompt(EditLine *editor) { return (char *)self(editor)->prompt; }

/* Ctrl-C: ends the line as Enter does, and leaves a note that it was not Enter. */
static unsigned char interrupt_key(EditLine *editor, int key) {
  (void)key;
  spoor_editor *this = self(editor);
  this->interrupted = 1;
  fputs("^C\r\n", this->output);
  return CC_NEWLINE;
}

/* Ctrl-Z: libedit's handler gives the terminal back, and takes it again after `fg`. The signal
   goes to the process: the thread that edits may be one that takes none. */
static unsigned char suspend_key(EditLine *editor, int key) {
  (void)editor;
  (void)key;
  kill(getpid(), SIGTSTP);
  return CC_REDISPLAY;
}

static unsigned char completion_key(EditLine *editor, int key) {
  (void)key;
  spoor_editor *this = self(editor);
  if (this->complete == NULL) return CC_REFRESH_BEEP;
  switch (this->complete(this->context, this)) {
  case SPOOR_COMPLETION_CHANGED: return CC_REFRESH;
  case SPOOR_COMPLETION_LISTED: return CC_REDISPLAY;
  case SPOOR_COMPLETION_NOTHING: break;
  }
  return CC_REFRESH_BEEP;
}

/* libedit reads characters by the process's locale. One that is not UTF-8, as in a container
   where none is set, would refuse every letter beyond ASCII. */
static void ensure_utf8(void) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
  if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) setlocale(LC_CTYPE, "en_US.UTF-8");
}

static void bind_keys(EditLine *editor) {
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_ADDFN, "spoor-interrupt", "Give the line up", interrupt_key);
  el_set(editor, EL_ADDFN, "spoor-complete", "Complete the word", completion_key);
  el_set(editor, EL_ADDFN, "spoor-suspend", "Stop until fg", suspend_key);
  /* While a line is edited Ctrl-C and Ctrl-Z are keys, not signals. */
  el_set(editor, EL_SETTY, "-d", "-isig", NULL);
  el_set(editor, EL_BIND, "^C", "spoor-interrupt", NULL);
  el_set(editor, EL_BIND, "^Z", "spoor-suspend", NULL);
  el_set(editor, EL_BIND, "^I", "spoor-complete", NULL);
  el_set(editor, EL_BIND, "^R", "em-inc-search-prev", NULL);
  el_set(editor, EL_BIND, "^W", "ed-delete-prev-word", NULL);
  el_set(editor, EL_BIND, "\\e[3~", "ed-delete-next-char", NULL);
  el_set(editor, EL_BIND, "\\e[H", "ed-move-to-beg", NULL);
  el_set(editor, EL_BIND, "\\e[F", "ed-move-to-end", NULL);
  el_set(editor, EL_BIND, "\\e[1~", "ed-move-to-beg", NULL);
  el_set(editor, EL_BIND, "\\e[4~", "ed-move-to-end", NULL);
  el_set(editor, EL_BIND, "\\e[1;5C", "em-next-word", NULL);
  el_set(editor, EL_BIND, "\\e[1;5D", "ed-prev-word", NULL);
}

/* A stream of its own on a descriptor that stays the caller's. */
static FILE *open_stream(int descriptor, const char *mode) {
  int copy = dup(descriptor);
  if (copy < 0) return NULL;
  FILE *stream = fdopen(copy, mode);
  if (stream == NULL) close(copy);
  return stream;
}

static int open_history(spoor_editor *this, int limit) {
  HistEvent event;
  this->history = history_init();
  if (this->history == NULL) return 0;
  history(this->history, &event, H_SETSIZE, limit);
  history(this->history, &event, H_SETUNIQUE, 1);
  return 1;
}

static int open_editor(spoor_editor *this) {
  this->editor = el_init("spoor", this->input, this->output, this->output);
  if (this->editor == NULL) return 0;
  el_set(this->editor, EL_CLIENTDATA, this);
  el_set(this->editor, EL_SIGNAL, 1);
  el_set(this->editor, EL_PROMPT_ESC, prompt, invisible);
  el_set(this->editor, EL_HIST, history, this->history);
  bind_keys(this->editor);
  return 1;
}

spoor_editor *spoor_editor_open(
    int input, int output, int history_limit, spoor_complete complete, void *context) {
  spoor_editor *this = calloc(1, sizeof *this);
  if (this == NULL) return NULL;
  ensure_utf8();
  this->prompt = "";
  this->complete = complete;
  this->context = context;
  this->input = open_stream(input, "r");
  this->output = open_stream(output, "w");
  if (this->input == NULL || this->output == NULL || !open_history(this, history_limit)
      || !open_editor(this)) {
    spoor_editor_close(this);
    return NULL;
  }
  return this;
}

void spoor_editor_close(spoor_editor *this) {
  if (this->editor != NULL) el_end(this->editor);
  if (this->history != NULL) history_end(this->history);
  if (this->input != NULL) fclose(this->input);
  if (this->output != NULL) fclose(this->output);
  free(this);
}

enum spoor_line spoor_editor_read(
    spoor_editor *this, const char *prompt_text, const char **line, int *length) {
  int count = 0;
  const char *text = NULL;
  this->prompt = prompt_text;
  this->interrupted = 0;
  do {
    errno = 0;
    /* Before the prompt, not after as libedit would: a key pressed in between would be lost. */
    el_set(this->editor, EL_PREP_TERM, 1);
    text = el_gets(this->editor, &count);
    /* A signal that was handled elsewhere is no reason to end the session. */
  } while (text == NULL && count < 0 && errno == EINTR);
  this->prompt = "";
  if (this->interrupted) return SPOOR_LINE_INTERRUPTED;
  if (text == NULL || count <= 0) return SPOOR_LINE_END;
  *line = text;
  *length = text[count - 1] == '\n' ? count - 1 : count;
  return SPOOR_LINE_READ;
}

void spoor_editor_remember(spoor_editor *this, const char *entry) {
  HistEvent event;
  history(this->history, &event, H_ENTER, entry);
}

void spoor_editor_line(spoor_editor *this, const char **line, int *length, int *cursor) {
  const LineInfo *info = el_line(this->editor);
  *line = info->buffer;
  *length = (int)(info->lastchar - info->buffer);
  *cursor = (int)(info->cursor - info->buffer);
}

void spoor_editor_insert(spoor_editor *this, const char *text) {
  el_insertstr(this->editor, text);
}

void spoor_editor_print_below(spoor_editor *this, const char *text) {
  fprintf(this->output, "\n%s\n", text);
  fflush(this->output);
}

int spoor_editor_columns(spoor_editor *this) {
  struct winsize size;
  int known = ioctl(fileno(this->output), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}
