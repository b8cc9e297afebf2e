"""``math.ldexp`` and ``math.frexp`` for one plant, without a library."""

from __future__ import annotations

FRACTIONS = """
define internal double @scaled(double %x, i32 %n) alwaysinline {
  %large = icmp sgt i32 %n, 1023
  %small = icmp slt i32 %n, -1022
  %out = or i1 %large, %small
  br i1 %out, label %far, label %near
near:
  %field = add i32 %n, 1023
  %wide = zext i32 %field to i64
  %bits = shl i64 %wide, 52
  %power = bitcast i64 %bits to double
  %product = fmul double %x, %power
  ret double %product
far:
  %slowly = call double @ldexp_in_steps(double %x, i32 %n)
  ret double %slowly
}

define internal double @ldexp_in_steps(double %x, i32 %n) noinline {
entry:
  br label %again
again:
  %y = phi double [ %x, %entry ], [ %raised, %up ], [ %lowered, %down ]
  %left = phi i32 [ %n, %entry ], [ %less, %up ], [ %more, %down ]
  %times = phi i32 [ 1, %entry ], [ %next, %up ], [ %next, %down ]
  %next = add i32 %times, 1
  %go = icmp slt i32 %times, 4
  %large = icmp sgt i32 %left, 1023
  %small = icmp slt i32 %left, -1022
  %out = or i1 %large, %small
  %on = and i1 %out, %go
  br i1 %on, label %step, label %last
step:
  br i1 %large, label %up, label %down
up:
  %raised = fmul double %y, 0x7FE0000000000000
  %less = sub i32 %left, 1023
  br label %again
down:
  %lowered = fmul double %y, 0x0360000000000000
  %more = add i32 %left, 969
  br label %again
last:
  %under = select i1 %large, i32 1023, i32 %left
  %within = select i1 %small, i32 -1022, i32 %under
  %field = add i32 %within, 1023
  %wide = zext i32 %field to i64
  %bits = shl i64 %wide, 52
  %power = bitcast i64 %bits to double
  %product = fmul double %y, %power
  ret double %product
}

define internal double @halved(double %x, ptr %exponent) alwaysinline {
  %size = call double @llvm.fabs.f64(double %x)
  %tiny = fcmp olt double %size, 0x0010000000000000
  %larger = fmul double %x, 0x4350000000000000
  %lifted = select i1 %tiny, double %larger, double %x
  %under = select i1 %tiny, i64 1076, i64 1022
  %bits = bitcast double %lifted to i64
  %shifted = lshr i64 %bits, 52
  %field = and i64 %shifted, 2047
  %less = sub i64 %field, 1
  %normal = icmp ult i64 %less, 2046
  %power = sub i64 %field, %under
  %known = select i1 %normal, i64 %power, i64 0
  %short = trunc i64 %known to i32
  store i32 %short, ptr %exponent
  %kept = and i64 %bits, -9218868437227405313
  %half = or i64 %kept, 4602678819172646912
  %found = select i1 %normal, i64 %half, i64 %bits
  %fraction = bitcast i64 %found to double
  ret double %fraction
}

declare double @llvm.fabs.f64(double)
"""
"""``math.ldexp`` and ``math.frexp`` in LLVM's assembly, on the bits of IEEE 754's numbers.

Far powers go by steps of 2**1023 and 2**-969, as musl's scalbn does; subnormals are first made
2**54 times larger; zero, infinity and what is no number are themselves, with exponent 0.
"""
