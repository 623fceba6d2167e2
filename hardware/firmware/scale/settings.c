#include "settings.h"

#include <avr/eeprom.h>

#include "pins.h"

/* Address 0 is the one a failing supply damages first, so nothing is kept below 8. */
#define AT_CHANNELS ((uint8_t *)8)
#define AT_BOARD_ID ((uint32_t *)12)

uint8_t settings_channels(void) {
  uint8_t channels = eeprom_read_byte(AT_CHANNELS);
  return channels >= 1 && channels <= MAX_CHANNELS ? channels : 1;
}

void settings_set_channels(uint8_t channels) { eeprom_update_byte(AT_CHANNELS, channels); }

uint32_t settings_board_id(void) { return eeprom_read_dword(AT_BOARD_ID); }

void settings_set_board_id(uint32_t id) { eeprom_update_dword(AT_BOARD_ID, id); }
