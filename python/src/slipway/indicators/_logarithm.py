"""A logarithm without the machine's own."""

from __future__ import annotations

import math
import struct


def _of_bits(bits: int) -> float:
    value: float = struct.unpack("<d", struct.pack("<Q", bits))[0]
    return value


# The natural logarithm of 2 in two parts: a multiple of the first up to 2^20 is exact.
_LOG_TWO_HIGH = _of_bits(0x3FE6_2E42_FEE0_0000)
_LOG_TWO_LOW = _of_bits(0x3DEA_39EF_3579_3C76)


def log(x: float) -> float:
    """The natural logarithm, the same bits on every machine; −infinity at 0, NaN below.

    Source: FreeBSD msun `e_log.c` (Sun Microsystems, 1993).
    """
    if not x > 0:
        return -math.inf if x == 0 else math.nan
    if x == math.inf:
        return x
    fraction, power = math.frexp(x)
    significand, exponent = fraction * 2, float(power - 1)
    if significand > 1.4142135623730951:
        significand *= 0.5
        exponent += 1
    excess = significand - 1
    ratio = excess / (2 + excess)
    square = ratio * ratio
    fourth = square * square
    even = fourth * (0.3999999999940941908 + fourth * (0.2222219843214978396 + fourth * 0.1531383769920937332))
    odd = square * (
        0.6666666666666735130
        + fourth * (0.2857142874366239149 + fourth * (0.1818357216161805012 + fourth * 0.1479819860511658591))
    )
    half = 0.5 * excess * excess
    tail = ratio * (half + even + odd) + exponent * _LOG_TWO_LOW
    return exponent * _LOG_TWO_HIGH - ((half - tail) - excess)
