#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "framework/data/file_array.h"

namespace cornu {

/// Reads NumPy's .npy format, versions 1 to 3: numbers and booleans in either byte order, row- or
/// column-major; `V2` counts as bfloat16, which NumPy has no name for. Refused with FileError:
/// objects (pickles run code), strings, complex numbers, records, shapes that the bytes do not
/// fill. `name` stands in messages.
FileArray read_npy(std::span<const std::byte> file, std::string_view name);
FileArray read_npy(const std::string& path);

/// The whole .npy file of a dense row-major array.
Bytes write_npy(DType dtype, const std::vector<int64_t>& shape, std::span<const std::byte> bytes);

}  // namespace cornu
