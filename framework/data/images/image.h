#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "framework/ops/resample.h"

namespace cornu {

/// A picture: rows from the top, `channels` bytes a pixel: 1 grey, 2 grey and alpha, 3 red, green
/// and blue, 4 with alpha.
struct Image {
  int64_t height = 0, width = 0, channels = 0;
  std::vector<uint8_t> pixels;
};

/// Larger pictures are refused: what a file of a few bytes claims must not take all memory.
inline constexpr int64_t kMostPixels = 100'000'000;

/// Whether the name ends as that of a picture that can be read: .png, .jpg, .jpeg, in any case.
bool is_image_name(std::string_view path);

/// Reads a PNG or JPEG file, whichever its bytes are. FileError where it is neither, damaged, or
/// too large. 16 bits a channel become 8; palettes their colours; nothing is corrected for gamma.
Image decode_image(std::span<const std::byte> file, const std::string& name);
Image read_image(const std::string& path);

/// Grey to colour by repeating, colour to grey by ITU-R 601's luma, alpha dropped or opaque.
/// ValueError unless `channels` is 1, 3 or 4.
Image with_channels(const Image& image, int64_t channels);

/// The picture at another size, as float: pixel centres at halves, no antialiasing, as Keras's
/// ops.image.resize. `out` holds height * width * channels numbers.
void resize_image(const Image& image, int64_t height, int64_t width, Interpolation interpolation,
                  float* out);

// Defined one format a file; `decode_image` chooses.
bool is_png(std::span<const std::byte> file);
bool is_jpeg(std::span<const std::byte> file);
Image decode_png(std::span<const std::byte> file, const std::string& name);
Image decode_jpeg(std::span<const std::byte> file, const std::string& name);

}  // namespace cornu
