#include "framework/data/images/image.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "framework/base/error.h"
#include "framework/base/file.h"
#include "framework/base/strings.h"

namespace cornu {

bool is_image_name(std::string_view path) {
  std::string name(path);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name.ends_with(".png") || name.ends_with(".jpg") || name.ends_with(".jpeg");
}

Image decode_image(std::span<const std::byte> file, const std::string& name) {
  if (is_png(file)) return decode_png(file, name);
  if (is_jpeg(file)) return decode_jpeg(file, name);
  fail<FileError>(name, ": it is neither a PNG nor a JPEG file.");
}

Image read_image(const std::string& path) { return decode_image(read_file(path), path); }

Image with_channels(const Image& image, int64_t channels) {
  if (channels != 1 && channels != 3 && channels != 4)
    fail<ValueError>("pictures have 1, 3 or 4 channels, not ", channels, ".");
  if (image.channels == channels) return image;
  const bool coloured = image.channels >= 3;
  const auto pixels = static_cast<size_t>(image.height * image.width);
  const auto from = static_cast<size_t>(image.channels), to = static_cast<size_t>(channels);
  Image made{image.height, image.width, channels, std::vector<uint8_t>(pixels * to, 255)};
  for (size_t i = 0; i < pixels; ++i) {
    const uint8_t* in = image.pixels.data() + i * from;
    uint8_t* out = made.pixels.data() + i * to;
    if (channels == 1) {
      // In 16 bits of fraction, rounded: what Pillow's convert("L") gives.
      out[0] =
          coloured
              ? static_cast<uint8_t>((in[0] * 19595 + in[1] * 38470 + in[2] * 7471 + 0x8000) >> 16)
              : in[0];
    } else {
      for (size_t c = 0; c < 3; ++c) out[c] = coloured ? in[c] : in[0];
      if (channels == 4 && image.channels == 2) out[3] = in[1];
    }
  }
  return made;
}

namespace {

/// Where along an axis an output's samples lie: two neighbours and the share of the second.
struct Tap {
  size_t low, high;
  float share;
};

std::vector<Tap> taps(int64_t from, int64_t to, ImageInterpolation interpolation) {
  std::vector<Tap> made;
  const float scale = static_cast<float>(from) / static_cast<float>(to);
  for (int64_t i = 0; i < to; ++i) {
    const float centre = (static_cast<float>(i) + 0.5f) * scale;
    if (interpolation == ImageInterpolation::nearest) {
      const auto at =
          static_cast<size_t>(std::min(std::floor(centre), static_cast<float>(from - 1)));
      made.push_back({at, at, 0});
      continue;
    }
    const float place = centre - 0.5f, low = std::floor(place);
    const auto clamp = [&](float x) {
      return static_cast<size_t>(std::clamp(x, 0.f, static_cast<float>(from - 1)));
    };
    made.push_back({clamp(low), clamp(low + 1), place - low});
  }
  return made;
}

}  // namespace

void resize_image(const Image& image, int64_t height, int64_t width,
                  ImageInterpolation interpolation, float* out) {
  const std::vector<Tap> rows = taps(image.height, height, interpolation),
                         columns = taps(image.width, width, interpolation);
  const auto channels = static_cast<size_t>(image.channels);
  const size_t stride = static_cast<size_t>(image.width) * channels;
  for (const Tap& row : rows) {
    const uint8_t* top = image.pixels.data() + row.low * stride;
    const uint8_t* bottom = image.pixels.data() + row.high * stride;
    for (const Tap& column : columns)
      for (size_t c = 0; c < channels; ++c) {
        const size_t left = column.low * channels + c, right = column.high * channels + c;
        const auto mix = [&](const uint8_t* line) {
          const auto a = static_cast<float>(line[left]), b = static_cast<float>(line[right]);
          return a + (b - a) * column.share;
        };
        const float a = mix(top), b = mix(bottom);
        *out++ = a + (b - a) * row.share;
      }
  }
}

}  // namespace cornu
