#pragma once

#include <span>
#include <string>
#include <string_view>

#include "framework/data/file_array.h"

namespace cornu {

/// Reads the format of MNIST's files, packed by gzip or not, whatever they are called.
FileArray read_idx(const std::string& path);
/// The same from bytes; `name` stands in messages.
FileArray read_idx(std::span<const std::byte> file, std::string_view name);

}  // namespace cornu
