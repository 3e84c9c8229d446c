#include "CLineEditor.h"
void spoor_line_editor_placeholder(void) {}
