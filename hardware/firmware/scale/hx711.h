#ifndef KW_HX711_H
#define KW_HX711_H

#include <stdbool.h>
#include <stdint.h>

#include "pins.h"

/* Pulses per read; the number chooses input and gain of the NEXT conversion (HX711 datasheet, table 3). */
#define HX711_A128 25
#define HX711_B32 26
#define HX711_A64 27

/* Makes the pins ready and resets all amplifiers, so that they start at channel A, gain 128. */
void hx711_init(void);

/* Holds PD_SCK high: after 60 us all amplifiers are off. */
void hx711_power_down(void);

/* Lets PD_SCK go low: the amplifiers start again at channel A, gain 128. */
void hx711_power_up(void);

/* Bit i is set when amplifier i+1 has a conversion ready. */
uint8_t hx711_ready(void);

/* Looks again at data lines that were held low after a read; called a few times a second. */
void hx711_retry(void);

/*
 * Clocks all amplifiers together with `pulses` pulses and fills raw[] with the signed 24-bit values of the first `count` of them.
 * Returns the bits of the amplifiers that really answered: ready before, and high after the last pulse.
 */
uint8_t hx711_read(uint8_t pulses, uint8_t count, int32_t raw[MAX_CHANNELS]);

#endif
