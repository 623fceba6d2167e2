#include "firmata.h"

#include <avr/pgmspace.h>
#include <string.h>

#include "../common/uart.h"
#include "../common/watchdog.h"
#include "pins.h"
#include "version.h"

#define DIGITAL_MESSAGE 0x90
#define REPORT_ANALOG 0xc0
#define REPORT_DIGITAL 0xd0
#define ANALOG_MESSAGE 0xe0
#define START_SYSEX 0xf0
#define SET_PIN_MODE 0xf4
#define SET_DIGITAL_PIN 0xf5
#define END_SYSEX 0xf7
#define REPORT_VERSION 0xf9
#define SYSTEM_RESET 0xff

#define STARVE_WATCHDOG 0x01 /* own message, in the range that the protocol leaves to users */
#define ANALOG_MAPPING_QUERY 0x69
#define ANALOG_MAPPING_RESPONSE 0x6a
#define CAPABILITY_QUERY 0x6b
#define CAPABILITY_RESPONSE 0x6c
#define PIN_STATE_QUERY 0x6d
#define PIN_STATE_RESPONSE 0x6e
#define STRING_DATA 0x71
#define REPORT_FIRMWARE 0x79
#define SAMPLING_INTERVAL 0x7a

#define MAX_MESSAGE 16
#define DEFAULT_INTERVAL_MS 19 /* of the protocol */

static uint8_t message[MAX_MESSAGE]; /* [0] is the command, or the sysex command */
static uint8_t length;
static uint8_t wanted; /* bytes of a channel message, 0 inside sysex */
static bool in_sysex;
static bool overflow;

static uint8_t reported_analog; /* bits of the channels */
static uint8_t reported_groups; /* bits of the groups */
static uint8_t sent[PIN_GROUPS];
static uint16_t interval_ms = DEFAULT_INTERVAL_MS;

static void put_14bit(uint16_t value) {
  uart_put(value & 0x7f);
  uart_put((value >> 7) & 0x7f);
}

static void put_text_P(const char *flash_text) {
  char c;
  while ((c = (char)pgm_read_byte(flash_text++))) put_14bit((uint8_t)c);
}

static void send_version(void) {
  uart_put(REPORT_VERSION);
  uart_put(FIRMATA_MAJOR);
  uart_put(FIRMATA_MINOR);
}

static void send_firmware(void) {
  uart_put(START_SYSEX);
  uart_put(REPORT_FIRMWARE);
  uart_put(KW_MAJOR);
  uart_put(KW_MINOR);
  put_text_P(PSTR(KW_NAME));
  uart_put(END_SYSEX);
}

void firmata_greet(void) {
  send_version();
  send_firmware();
}

void firmata_send_text_P(const char *flash_text) {
  uart_put(START_SYSEX);
  uart_put(STRING_DATA);
  put_text_P(flash_text);
  uart_put(END_SYSEX);
}

static const uint8_t MODES[][2] PROGMEM = {{MODE_INPUT, 1}, {MODE_OUTPUT, 1}, {MODE_ANALOG, 10}, {MODE_PULLUP, 1}};

static void send_capabilities(void) {
  uart_put(START_SYSEX);
  uart_put(CAPABILITY_RESPONSE);
  for (uint8_t pin = 0; pin < TOTAL_PINS; pin++) {
    for (uint8_t i = 0; i < sizeof MODES / sizeof MODES[0]; i++) {
      uint8_t mode = pgm_read_byte(&MODES[i][0]);
      if (!pins_has_mode(pin, mode)) continue;
      uart_put(mode);
      uart_put(pgm_read_byte(&MODES[i][1])); /* resolution in bits */
    }
    uart_put(0x7f);
  }
  uart_put(END_SYSEX);
}

static void send_analog_mapping(void) {
  uart_put(START_SYSEX);
  uart_put(ANALOG_MAPPING_RESPONSE);
  for (uint8_t pin = 0; pin < TOTAL_PINS; pin++) uart_put(pin < PIN_FIRST_ANALOG ? 0x7f : pin - PIN_FIRST_ANALOG);
  uart_put(END_SYSEX);
}

static void send_pin_state(uint8_t pin) {
  if (pin >= TOTAL_PINS) return;
  uart_put(START_SYSEX);
  uart_put(PIN_STATE_RESPONSE);
  uart_put(pin);
  uart_put(pins_mode(pin));
  uart_put(pins_written(pin));
  uart_put(END_SYSEX);
}

static void send_group(uint8_t group) {
  sent[group] = pins_read_group(group);
  uart_put(DIGITAL_MESSAGE | group);
  put_14bit(sent[group]);
}

void firmata_report_digital(void) {
  for (uint8_t group = 0; group < PIN_GROUPS; group++) {
    if ((reported_groups & _BV(group)) && pins_read_group(group) != sent[group]) send_group(group);
  }
}

void firmata_report_analog(void) {
  for (uint8_t channel = 0; channel < ANALOG_CHANNELS; channel++) {
    if (!(reported_analog & _BV(channel)) || pins_mode(PIN_FIRST_ANALOG + channel) != MODE_ANALOG) continue;
    uint16_t value = pins_read_analog(channel);
    uart_put(ANALOG_MESSAGE | channel);
    put_14bit(value);
  }
}

uint16_t firmata_interval_ms(void) { return interval_ms; }

static void set_bit(uint8_t *bits, uint8_t index, bool on) {
  if (on) {
    *bits |= (uint8_t)_BV(index);
  } else {
    *bits &= (uint8_t)~_BV(index);
  }
}

static void report_group(uint8_t group, bool on) {
  if (group >= PIN_GROUPS) return;
  set_bit(&reported_groups, group, on);
  pins_watch_group(group, on);
  if (on) send_group(group);
}

static void write_group(uint8_t group, uint8_t levels) {
  for (uint8_t i = 0; i < 8; i++) pins_write((uint8_t)(group * 8 + i), levels & _BV(i));
}

static void reset_all(void) {
  reported_analog = 0;
  reported_groups = 0;
  interval_ms = DEFAULT_INTERVAL_MS;
  pins_init();
}

static void run_sysex(void) {
  switch (message[0]) {
    case REPORT_FIRMWARE: send_firmware(); break;
    case CAPABILITY_QUERY: send_capabilities(); break;
    case ANALOG_MAPPING_QUERY: send_analog_mapping(); break;
    case PIN_STATE_QUERY:
      if (length == 2) send_pin_state(message[1]);
      break;
    case SAMPLING_INTERVAL:
      if (length == 3) {
        interval_ms = message[1] | (uint16_t)message[2] << 7;
        if (interval_ms < 1) interval_ms = 1;
      }
      break;
    case STARVE_WATCHDOG:
      if (length == 2 && message[1] == 'W') watchdog_starve();
      break;
    default: firmata_send_text_P(PSTR("unknown sysex"));
  }
}

static void run_message(void) {
  uint8_t low = message[0] & 0x0f;
  switch (message[0] & 0xf0) {
    case DIGITAL_MESSAGE: write_group(low, (uint8_t)(message[1] | message[2] << 7)); return;
    case REPORT_ANALOG:
      if (low < ANALOG_CHANNELS) set_bit(&reported_analog, low, message[1]);
      return;
    case REPORT_DIGITAL: report_group(low, message[1]); return;
  }
  switch (message[0]) {
    case SET_PIN_MODE:
      if (!pins_set_mode(message[1], message[2])) firmata_send_text_P(PSTR("pin mode refused"));
      return;
    case SET_DIGITAL_PIN: pins_write(message[1], message[2]); return;
  }
}

/* Data bytes after a command byte; 0 for a command this board does not take. */
static uint8_t data_bytes(uint8_t command) {
  switch (command & 0xf0) {
    case DIGITAL_MESSAGE:
    case ANALOG_MESSAGE: return 2;
    case REPORT_ANALOG:
    case REPORT_DIGITAL: return 1;
  }
  return command == SET_PIN_MODE || command == SET_DIGITAL_PIN ? 2 : 0;
}

static void take_command(uint8_t byte) {
  in_sysex = byte == START_SYSEX;
  length = 0;
  overflow = false;
  wanted = 0;
  if (byte == REPORT_VERSION) send_version();
  if (byte == SYSTEM_RESET) reset_all();
  if (in_sysex || !data_bytes(byte)) return;
  message[length++] = byte;
  wanted = data_bytes(byte) + 1;
}

static void take_data(uint8_t byte) {
  if (!in_sysex && !wanted) return; /* data without a command */
  if (length == MAX_MESSAGE) {
    overflow = true;
    return;
  }
  message[length++] = byte;
  if (length == wanted) {
    run_message();
    wanted = 0;
  }
}

void firmata_poll(void) {
  int16_t byte;
  if (uart_take_damage()) {
    /* A message with a hole would be taken for another one: drop what was begun. */
    in_sysex = false;
    wanted = 0;
  }
  while ((byte = uart_read()) >= 0) {
    if (byte == END_SYSEX) {
      if (in_sysex && length && !overflow) run_sysex();
      in_sysex = false;
    } else if (byte & 0x80) {
      take_command((uint8_t)byte);
    } else {
      take_data((uint8_t)byte);
    }
  }
}
