#include "frame.h"

#include <avr/pgmspace.h>
#include <util/crc16.h>

#include "../common/uart.h"

#define MAX_FRAME 80
#define TAIL 6 /* "*", four hex digits, "\n" */

static uint8_t line[MAX_FRAME];
static uint8_t length;

static void raw_char(uint8_t c) {
  if (length < MAX_FRAME) line[length++] = c;
}

void frame_char(char c) {
  if (length < MAX_FRAME - TAIL) line[length++] = (uint8_t)c;
}

void frame_begin(char kind) {
  length = 0;
  frame_char('$');
  frame_char(kind);
}

void frame_text_P(const char *flash_text) {
  char c;
  while ((c = (char)pgm_read_byte(flash_text++))) frame_char(c);
}

static const uint32_t POWERS[] PROGMEM = {1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10};

/* By subtraction: a 32-bit division costs the ATmega about 600 cycles a digit, this about 60. */
void frame_unsigned(uint32_t value) {
  uint8_t started = 0;
  for (uint8_t i = 0; i < sizeof POWERS / sizeof POWERS[0]; i++) {
    uint32_t power = pgm_read_dword(&POWERS[i]);
    char digit = '0';
    while (value >= power) {
      value -= power;
      digit++;
    }
    started |= digit != '0';
    if (started) frame_char(digit);
  }
  frame_char('0' + (char)value);
}

void frame_signed(int32_t value) {
  if (value < 0) frame_char('-');
  frame_unsigned(value < 0 ? -(uint32_t)value : (uint32_t)value);
}

static char hex_digit(uint8_t nibble) { return (char)(nibble < 10 ? '0' + nibble : 'A' - 10 + nibble); }

static void hex_byte(uint8_t byte, void (*put)(uint8_t)) {
  put((uint8_t)hex_digit(byte >> 4));
  put((uint8_t)hex_digit(byte & 15));
}

static void payload_char(uint8_t c) { frame_char((char)c); }

void frame_hex32(uint32_t value) {
  for (int8_t shift = 24; shift >= 0; shift -= 8) hex_byte((uint8_t)(value >> shift), payload_char);
}

void frame_send(void) {
  uint16_t crc = 0xffff; /* with this start value the XMODEM step is CRC-16/CCITT-FALSE */
  for (uint8_t i = 1; i < length; i++) crc = _crc_xmodem_update(crc, line[i]);
  raw_char('*');
  hex_byte((uint8_t)(crc >> 8), raw_char);
  hex_byte((uint8_t)crc, raw_char);
  raw_char('\n');
  uart_write(line, length);
}
