#ifndef KW_SETTINGS_H
#define KW_SETTINGS_H

#include <stdint.h>

/* What the board keeps in EEPROM. A blank board has 1 channel and id FFFFFFFF. */
uint8_t settings_channels(void);
void settings_set_channels(uint8_t channels);
uint32_t settings_board_id(void);
void settings_set_board_id(uint32_t id);

#endif
