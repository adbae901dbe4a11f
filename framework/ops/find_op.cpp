#include <string_view>
#include <unordered_map>

#include "framework/ir/graph.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise.h"

namespace cornu {

const OpDef* find_op(std::string_view name) {
  static const auto table = [] {
    std::unordered_map<std::string_view, const OpDef*> defs;
    const auto add = [&](const OpDef& def) { defs[def.name] = &def; };
    for (int row = 0; row < kElementwiseRows; ++row) add(elementwise_def(row));
#define OP(op) add(op##_def);
#include "framework/ops/ops.def"
#undef OP
    return defs;
  }();
  const auto found = table.find(name);
  return found == table.end() ? nullptr : found->second;
}

}  // namespace cornu
