#ifndef KW_SCALE_PINS_H
#define KW_SCALE_PINS_H

/*
 * The pins of the scale board, the only place where they are named.
 * The wiring data (hardware/wiring) is checked against the PIN_... lines below by a test.
 */
#include <avr/io.h>

#define PIN_SCK PB0   /* Arduino D8: clock of all amplifiers together */
#define PIN_DOUT1 PD2 /* Arduino D2: data of amplifier 1 */
#define PIN_DOUT2 PD3 /* Arduino D3: data of amplifier 2 */
#define PIN_DOUT3 PD4 /* Arduino D4: data of amplifier 3 */
#define PIN_DOUT4 PD5 /* Arduino D5: data of amplifier 4 */

#define SCK_PORT PORTB
#define SCK_DDR DDRB
#define DOUT_PORT PORTD
#define DOUT_PIN PIND
#define DOUT_SHIFT PIN_DOUT1
#define DOUT_MASK (_BV(PIN_DOUT1) | _BV(PIN_DOUT2) | _BV(PIN_DOUT3) | _BV(PIN_DOUT4))

#define MAX_CHANNELS 4

#endif
