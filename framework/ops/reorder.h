#pragma once

#include "framework/ir/op_def.h"

namespace cornu {

/// The same elements in another order in memory. The compiler puts it where two kernels disagree;
/// which orders, the layouts say that its kernel is prepared for.
extern const OpDef reorder_def;

}  // namespace cornu
