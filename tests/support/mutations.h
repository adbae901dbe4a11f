#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>

namespace cornu {

/// `bytes` broken in a few places, differently for each number: bits flipped, bytes and words set
/// to extremes, parts cut out, repeated or moved.
std::string mutation(std::string_view bytes, uint32_t number);

/// Gives `read` many broken copies of `bytes`. Each must be read, or refused by an `E`; anything
/// else, and what sanitizers see, is a failure.
template <class E, class F>
void expect_read_or_refused(std::string_view bytes, F read, uint32_t count = 1000) {
  for (uint32_t number = 0; number < count; ++number) {
    const std::string broken = mutation(bytes, number);
    try {
      read(broken);
    } catch (const E&) {
    } catch (const std::exception& error) {
      ADD_FAILURE() << "mutation " << number << ": " << error.what();
    }
  }
}

}  // namespace cornu
