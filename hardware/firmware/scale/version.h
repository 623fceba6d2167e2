#ifndef KW_SCALE_VERSION_H
#define KW_SCALE_VERSION_H

#define KW_NAME "kw-scale"
#define KW_VERSION "1.0.0"
#define KW_PROTOCOL "1"

#endif
