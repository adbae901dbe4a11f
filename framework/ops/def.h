#pragma once

#include "framework/ir/op_def.h"

/// The definitions of ops.def, one constant each: `cast_def`, `reduce_sum_def`, …
namespace cornu {

#define OP(name) extern const OpDef name##_def;
#include "framework/ops/ops.def"
#undef OP

}  // namespace cornu
