#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cornu {

/// The path of a file of a data set: an absolute name as it is, else in the first of `folders` that
/// has it, then in $CORNU_DATA, then where Cornu's own data lie. FileError with every path tried
/// and `origin`, which says where the file comes from.
std::string find_data(const std::string& name, const std::vector<std::string>& folders,
                      std::string_view origin);

}  // namespace cornu
