#include "framework/data/images/image.h"

#include <algorithm>
#include <cctype>

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

Image read_image(const std::string& path) {
  const auto is_image = [](std::span<const std::byte> file) {
    return is_png(file) || is_jpeg(file);
  };
  return decode_image(read_file(path, is_image), path);
}

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

void resize_image(const Image& image, int64_t height, int64_t width, Interpolation interpolation,
                  float* out) {
  const ResampleTable rows = interpolation_table(interpolation, image.height, height),
                      columns = interpolation_table(interpolation, image.width, width);
  const auto channels = static_cast<size_t>(image.channels);
  const size_t stride = static_cast<size_t>(image.width) * channels;
  std::vector<float> line(stride);
  for (size_t y = 0; y + 1 < rows.starts.size(); ++y) {
    std::fill(line.begin(), line.end(), 0.f);
    for (size_t k = rows.starts[y]; k < rows.starts[y + 1]; ++k) {
      const uint8_t* from = image.pixels.data() + static_cast<size_t>(rows.places[k]) * stride;
      const auto weight = static_cast<float>(rows.weights[k]);
      for (size_t i = 0; i < stride; ++i) line[i] += weight * static_cast<float>(from[i]);
    }
    for (size_t x = 0; x + 1 < columns.starts.size(); ++x)
      for (size_t c = 0; c < channels; ++c) {
        float sum = 0;
        for (size_t k = columns.starts[x]; k < columns.starts[x + 1]; ++k)
          sum += static_cast<float>(columns.weights[k]) *
                 line[static_cast<size_t>(columns.places[k]) * channels + c];
        *out++ = sum;
      }
  }
}

}  // namespace cornu
