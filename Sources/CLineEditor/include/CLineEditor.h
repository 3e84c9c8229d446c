#ifndef SPOOR_LINE_EDITOR_H
#define SPOOR_LINE_EDITOR_H

/* libedit's interface is C-variadic, which Swift does not call: here are the calls that Spoor
   needs, with fixed arguments. What to complete, insert or list is decided in Swift. */

/* An editor on a terminal. */
typedef struct spoor_editor spoor_editor;

/* What a key that asks for completion is answered with. */
enum spoor_completion {
  SPOOR_COMPLETION_NOTHING, /* The line stays as it is: the terminal's bell. */
  SPOOR_COMPLETION_CHANGED, /* Text was inserted. */
  SPOOR_COMPLETION_LISTED   /* Text was written below the line. */
};

/* Called when the completion key is pressed; may call the functions marked "while completing". */
typedef enum spoor_completion (*spoor_complete)(void *context, spoor_editor *editor);

/* How reading a line ended. */
enum spoor_line {
  SPOOR_LINE_READ,
  SPOOR_LINE_INTERRUPTED, /* Ctrl-C */
  SPOOR_LINE_END          /* Ctrl-D on an empty line, or the terminal went away. */
};

/* Opens an editor that reads from and writes to two file descriptors of a terminal, which it
   does not close. Null when libedit or memory fails. `complete` may be null. */
spoor_editor *spoor_editor_open(
    int input, int output, int history_limit, spoor_complete complete, void *context);

void spoor_editor_close(spoor_editor *editor);

/* Reads a line, showing `prompt`. What stands between two \001 in the prompt takes no columns.
   `line` and `length` are valid until the next call; a line that was read includes no line feed
   at its end. */
enum spoor_line spoor_editor_read(
    spoor_editor *editor, const char *prompt, const char **line, int *length);

/* Adds an entry to what the arrow keys recall. */
void spoor_editor_remember(spoor_editor *editor, const char *entry);

/* While completing: the bytes of the line before the cursor and after it. */
void spoor_editor_line(
    spoor_editor *editor, const char **line, int *length, int *cursor);

/* While completing: inserts text at the cursor. */
void spoor_editor_insert(spoor_editor *editor, const char *text);

/* While completing: writes text below the line, which is then drawn anew. */
void spoor_editor_print_below(spoor_editor *editor, const char *text);

/* While completing: columns of the terminal. */
int spoor_editor_columns(spoor_editor *editor);

/* Ctrl-C while no line is being read: a handler that only counts. */
void spoor_interrupt_install(void);

/* How often Ctrl-C was pressed since the last reset. */
int spoor_interrupt_count(void);

void spoor_interrupt_reset(void);

#endif
