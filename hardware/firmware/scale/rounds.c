#include "rounds.h"

#include <avr/pgmspace.h>

#include "clock.h"
#include "frame.h"
#include "hx711.h"
#include "settings.h"

#define STUCK_ROUNDS 64
#define MISSING_MS 1000

struct health {
  uint32_t answered_ms;
  int32_t last;
  uint8_t same; /* rounds with the value of `last`, counted up to STUCK_ROUNDS */
};

static struct health health[MAX_CHANNELS];
static uint8_t channels;
static uint8_t used;    /* bits of the channels in use */
static uint8_t missing; /* bits of the channels reported MISSING */
static uint8_t pulses = HX711_A128;
static uint8_t drop; /* rounds that still carry the old gain */
static bool powered = true;
static uint16_t seq;
static uint32_t line_ms;

static void event(const char *flash_code, uint8_t channel) {
  frame_begin('E');
  frame_char(',');
  frame_text_P(flash_code);
  frame_char(',');
  frame_unsigned(channel);
  frame_send();
}

static void forget_health(void) {
  uint32_t now = clock_ms();
  missing = 0;
  line_ms = now;
  for (uint8_t i = 0; i < MAX_CHANNELS; i++) {
    health[i].answered_ms = now;
    health[i].same = 0;
  }
}

void rounds_init(void) {
  channels = settings_channels();
  used = (uint8_t)(_BV(channels) - 1);
  hx711_init();
  forget_health();
}

/* What `round` brought for one channel. Returns false when there is no value to print. */
static bool note_answer(uint8_t i, int32_t value, uint32_t now) {
  struct health *h = &health[i];
  h->answered_ms = now;
  if (missing & _BV(i)) {
    /* The first conversion after a gap may have the power-up gain or be cut: it only proves life. */
    missing &= (uint8_t)~_BV(i);
    h->same = 0;
    event(PSTR("BACK"), i + 1);
    return false;
  }
  if (h->same && value == h->last) {
    if (h->same < STUCK_ROUNDS && ++h->same == STUCK_ROUNDS) event(PSTR("STUCK"), i + 1);
    return true;
  }
  if (h->same == STUCK_ROUNDS) event(PSTR("BACK"), i + 1);
  h->last = value;
  h->same = 1;
  return true;
}

static void print_round(const int32_t *raw, uint8_t valid, uint32_t now) {
  frame_begin('S');
  frame_char(',');
  frame_unsigned(seq++);
  frame_char(',');
  frame_unsigned(now);
  for (uint8_t i = 0; i < channels; i++) {
    frame_char(',');
    if (valid & _BV(i)) {
      frame_signed(raw[i]);
    } else {
      frame_char('-');
    }
  }
  frame_send();
  line_ms = now;
}

bool rounds_due(void) {
  if (!powered) return false;
  uint8_t ready = hx711_ready() & used;
  uint8_t waited_for = used & (uint8_t)~missing;
  return ready && (ready & waited_for) == waited_for;
}

void rounds_poll(void) {
  if (!rounds_due()) return;
  int32_t raw[MAX_CHANNELS];
  uint32_t now = clock_ms();
  uint8_t answered = hx711_read(pulses, channels, raw) & used;
  uint8_t valid = 0;
  if (drop) {
    drop--;
    for (uint8_t i = 0; i < channels; i++) {
      if (answered & _BV(i)) health[i].answered_ms = now;
    }
    return;
  }
  for (uint8_t i = 0; i < channels; i++) {
    if ((answered & _BV(i)) && note_answer(i, raw[i], now)) valid |= (uint8_t)_BV(i);
  }
  if (answered) print_round(raw, valid, now);
}

void rounds_check(void) {
  if (!powered) return;
  /* An amplifier that is ready only waits for the others: it is not the one that is missing. */
  uint8_t no_news = missing | hx711_ready();
  hx711_retry();
  uint32_t now = clock_ms();
  for (uint8_t i = 0; i < channels; i++) {
    if ((no_news & _BV(i)) || now - health[i].answered_ms < MISSING_MS) continue;
    missing |= (uint8_t)_BV(i);
    event(PSTR("MISSING"), i + 1);
  }
  /* A line without values once a second, so that the other end can tell a dead amplifier from a dead cable. */
  if (missing == used && now - line_ms >= MISSING_MS) print_round(0, 0, now);
}

void rounds_set_channels(uint8_t count) {
  settings_set_channels(count);
  channels = count;
  used = (uint8_t)(_BV(count) - 1);
  forget_health();
}

uint8_t rounds_channels(void) { return channels; }

void rounds_set_gain(uint8_t new_pulses) {
  pulses = new_pulses;
  drop = 1;
  forget_health();
}

uint8_t rounds_gain(void) { return pulses; }

void rounds_power(bool on) {
  if (on == powered) return;
  powered = on;
  if (!on) {
    hx711_power_down();
    return;
  }
  hx711_power_up();
  drop = pulses != HX711_A128; /* amplifiers wake with gain 128 of channel A */
  forget_health();
}
