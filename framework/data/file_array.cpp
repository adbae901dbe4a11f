#include "framework/data/file_array.h"

#include <algorithm>

#include "framework/base/strings.h"

namespace cornu {

std::optional<int64_t> element_count(const std::vector<int64_t>& shape) {
  if (std::any_of(shape.begin(), shape.end(), [](int64_t size) { return size < 0; })) return {};
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  int64_t count = 1;
  for (const int64_t size : shape)
    if (__builtin_mul_overflow(count, size, &count)) return {};
  return count;
}

std::optional<uint64_t> byte_count(DType dtype, const std::vector<int64_t>& shape) {
  const std::optional<int64_t> count = element_count(shape);
  int64_t bytes = 0;
  if (!count || __builtin_mul_overflow(*count, static_cast<int64_t>(size_of(dtype)), &bytes))
    return {};
  return static_cast<uint64_t>(bytes);
}

std::string shape_text(const std::vector<int64_t>& shape) { return concat("[", join(shape), "]"); }

void make_valid_booleans(DType dtype, std::span<std::byte> bytes) {
  if (dtype != DType::boolean) return;
  for (std::byte& value : bytes) value = value == std::byte{} ? std::byte{} : std::byte{1};
}

void swap_byte_order(std::span<std::byte> bytes, size_t element_size) {
  if (element_size < 2) return;
  for (size_t at = 0; at + element_size <= bytes.size(); at += element_size)
    std::reverse(bytes.data() + at, bytes.data() + at + element_size);
}

}  // namespace cornu
