#pragma once

#include <cstddef>

namespace cornu::cpu::onednn {

/// max(x, 0) in place, on the team. oneDNN's own relu behind a product makes 0 of NaN: a net whose
/// weights have become NaN would go on as if nothing had happened.
void relu_in_place(float* elements, size_t count);
/// The same on the bits of bfloat16.
void relu_in_place_bf16(void* elements, size_t count);

}  // namespace cornu::cpu::onednn
