void spoor_line_editor_placeholder(void);
