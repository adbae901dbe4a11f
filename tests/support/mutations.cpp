#include "tests/support/mutations.h"

#include <algorithm>
#include <cstring>

namespace cornu {

namespace {

/// The same numbers everywhere, unlike std::uniform_int_distribution's.
struct Numbers {
  uint64_t state;
  size_t below(size_t limit) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return limit == 0 ? 0 : (state >> 33) % limit;
  }
};

void set_word(std::string& text, size_t at, Numbers& numbers) {
  constexpr uint64_t kExtremes[] = {0,          1,          0x7f,       0xff,
                                    0x7fffffff, 0xffffffff, 1ull << 62, 0xffffffffffffffff};
  const uint64_t value = kExtremes[numbers.below(std::size(kExtremes))];
  const size_t width = std::min(size_t{1} << numbers.below(4), text.size() - at);
  std::memcpy(text.data() + at, &value, width);
}

}  // namespace

std::string mutation(std::string_view bytes, uint32_t number) {
  Numbers numbers{number + 1u};
  (void)numbers.below(1);
  std::string text(bytes);
  const size_t changes = 1 + numbers.below(4);
  for (size_t change = 0; change < changes && !text.empty(); ++change) {
    const size_t at = numbers.below(text.size());
    const size_t length = 1 + numbers.below(std::min<size_t>(32, text.size() - at));
    switch (numbers.below(6)) {
      case 0:
        text[at] = static_cast<char>(text[at] ^ (1 << numbers.below(8)));
        break;
      case 1:
        text[at] = static_cast<char>(numbers.below(256));
        break;
      case 2:
        set_word(text, at, numbers);
        break;
      case 3:
        text.erase(at, length);
        break;
      case 4:
        text.insert(numbers.below(text.size()), text.substr(at, length));
        break;
      default:
        text.resize(at);
        break;
    }
  }
  return text;
}

}  // namespace cornu
