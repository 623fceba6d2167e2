#ifndef KW_FRAME_H
#define KW_FRAME_H

#include <stdint.h>

/*
 * Builds one line "$<payload>*<CRC>\n" piece by piece and sends it whole. At most 80 bytes.
 * The format is written down in docs/serial-protocol.md.
 */
void frame_begin(char kind);
void frame_char(char c);
void frame_text_P(const char *flash_text);
void frame_unsigned(uint32_t value);
void frame_signed(int32_t value);
void frame_hex32(uint32_t value);
void frame_send(void);

#endif
