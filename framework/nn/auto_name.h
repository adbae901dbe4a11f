#pragma once

#include <string>
#include <string_view>

namespace cornu {

/// The next automatic name of a class in this process: `dense`, `dense_1`, `dense_2`.
std::string auto_name(std::string_view class_name);
/// Starts the counts anew, as Keras's clear_session.
void clear_session();

}  // namespace cornu
