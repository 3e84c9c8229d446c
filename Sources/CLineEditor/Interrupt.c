#define _GNU_SOURCE
#include "CLineEditor.h"

#include <signal.h>
#include <stddef.h>

/* Written by the handler, read by any thread: lock-free, as handlers require. */
static volatile sig_atomic_t interrupts;

static void count_interrupt(int signal) {
  (void)signal;
  __atomic_fetch_add(&interrupts, 1, __ATOMIC_RELAXED);
}

void spoor_interrupt_install(void) {
  struct sigaction action = {0};
  action.sa_handler = count_interrupt;
  sigemptyset(&action.sa_mask);
  /* No SA_RESTART: a read that waits for input is to return. */
  sigaction(SIGINT, &action, NULL);
  /* Whoever started the process may have blocked it, and threads inherit that. */
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  pthread_sigmask(SIG_UNBLOCK, &interrupt, NULL);
}

int spoor_interrupt_count(void) { return __atomic_load_n(&interrupts, __ATOMIC_RELAXED); }

void spoor_interrupt_reset(void) { __atomic_store_n(&interrupts, 0, __ATOMIC_RELAXED); }
