#include "commands.h"

#include <avr/pgmspace.h>
#include <string.h>

#include "../common/uart.h"
#include "../common/watchdog.h"
#include "frame.h"
#include "hx711.h"
#include "rounds.h"
#include "settings.h"
#include "version.h"

#define MAX_COMMAND 15

static char line[MAX_COMMAND + 1];
static uint8_t length;
static bool too_long;
static bool line_damaged;

static void answer(char letter, const char *flash_reason) {
  bool printable = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
  frame_begin('A');
  frame_char(',');
  frame_char(printable ? letter : '?');
  frame_char(',');
  if (flash_reason) {
    frame_text_P(PSTR("ERR,"));
    frame_text_P(flash_reason);
  } else {
    frame_text_P(PSTR("OK"));
  }
  frame_send();
}

static const char *gain_name(uint8_t pulses) {
  if (pulses == HX711_B32) return PSTR("B32");
  return pulses == HX711_A64 ? PSTR("A64") : PSTR("A128");
}

void commands_identify(void) {
  frame_begin('H');
  frame_text_P(PSTR("," KW_NAME "," KW_VERSION "," KW_PROTOCOL ","));
  frame_hex32(settings_board_id());
  frame_char(',');
  frame_unsigned(rounds_channels());
  frame_char(',');
  frame_text_P(gain_name(rounds_gain()));
  frame_send();
}

static bool set_gain(const char *argument) {
  for (uint8_t pulses = HX711_A128; pulses <= HX711_A64; pulses++) {
    if (strcmp_P(argument, gain_name(pulses)) != 0) continue;
    rounds_set_gain(pulses);
    return true;
  }
  return false;
}

static bool set_power(const char *argument) {
  if (strcmp_P(argument, PSTR("0")) != 0 && strcmp_P(argument, PSTR("1")) != 0) return false;
  rounds_power(argument[0] == '1');
  return true;
}

static bool set_channels(const char *argument) {
  if (argument[0] < '1' || argument[0] > '0' + MAX_CHANNELS || argument[1]) return false;
  rounds_set_channels((uint8_t)(argument[0] - '0'));
  return true;
}

static bool set_board_id(const char *argument) {
  uint32_t id = 0;
  if (strlen(argument) != 8) return false;
  for (; *argument; argument++) {
    char c = *argument;
    if (c >= '0' && c <= '9') {
      id = id << 4 | (uint8_t)(c - '0');
    } else if (c >= 'A' && c <= 'F') {
      id = id << 4 | (uint8_t)(c - 'A' + 10);
    } else {
      return false;
    }
  }
  settings_set_board_id(id);
  return true;
}

static bool starve(const char *argument) {
  if (*argument) return false;
  watchdog_starve();
  return true;
}

struct command {
  char letter;
  bool (*run)(const char *argument); /* false when the argument is not valid */
};

static const struct command COMMANDS[] = {
    {'G', set_gain}, {'P', set_power}, {'N', set_channels}, {'B', set_board_id}, {'W', starve},
};

static void run_line(void) {
  char letter = line[0];
  const char *argument = line + 1;
  if (letter == 'I' && !*argument) {
    commands_identify();
    return;
  }
  for (uint8_t i = 0; i < sizeof COMMANDS / sizeof COMMANDS[0]; i++) {
    if (COMMANDS[i].letter != letter) continue;
    bool separated = *argument == ',' || !*argument;
    if (*argument) argument++;
    answer(letter, separated && COMMANDS[i].run(argument) ? 0 : PSTR("ARGUMENT"));
    return;
  }
  answer(letter, letter == 'I' ? PSTR("ARGUMENT") : PSTR("UNKNOWN"));
}

static void end_line(void) {
  line[length] = 0;
  if (line_damaged) {
    answer('?', PSTR("DAMAGED"));
  } else if (too_long) {
    answer(line[0], PSTR("TOOLONG"));
  } else if (length) {
    run_line();
  }
  length = 0;
  too_long = false;
  line_damaged = false;
}

void commands_poll(void) {
  int16_t byte;
  if (uart_take_damage()) line_damaged = true;
  while ((byte = uart_read()) >= 0) {
    if (byte == '\n') {
      end_line();
    } else if (byte != '\r') {
      if (length < MAX_COMMAND) {
        line[length++] = (char)byte;
      } else {
        too_long = true;
      }
    }
  }
}
