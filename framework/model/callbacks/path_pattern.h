#pragma once

#include <string>
#include <string_view>

#include "framework/nn/logs.h"

namespace cornu {

/// A path with Python's replacement fields filled in: `{epoch:02d}`, `{val_loss:.3f}`. Numbers that
/// are whole by nature (`epoch`, `batch`) are written as such. ValueError where a name is unknown.
std::string fill_path(std::string_view pattern, const Logs& values);

}  // namespace cornu
