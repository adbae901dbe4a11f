#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "framework/base/bytes.h"
#include "framework/tensor/dtype.h"

namespace cornu {

/// An array as files hold them, on its way to or from a Tensor: dense, row-major, in the machine's
/// byte order.
struct FileArray {
  DType dtype = DType::f32;
  std::vector<int64_t> shape;
  Bytes bytes;
};

/// Elements of that shape; nothing where sizes are negative or the product leaves 63 bits.
std::optional<int64_t> element_count(const std::vector<int64_t>& shape);
/// Bytes of such an array, likewise.
std::optional<uint64_t> byte_count(DType dtype, const std::vector<int64_t>& shape);
/// `[3, 3, 2, 2]`.
std::string shape_text(const std::vector<int64_t>& shape);

/// Makes booleans of other bytes than 0 and 1, which C++ must not meet, true.
void make_valid_booleans(DType dtype, std::span<std::byte> bytes);
/// Reverses the bytes of each element, in place: big-endian files.
void swap_byte_order(std::span<std::byte> bytes, size_t element_size);

}  // namespace cornu
