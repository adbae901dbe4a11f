#include <png.h>

#include <csetjmp>
#include <cstring>

#include "framework/base/error.h"
#include "framework/data/images/image.h"

namespace cornu {

namespace {

/// A PNG file that is being read. The library leaves its functions by longjmp: no C++ object lives
/// in those that call it.
struct Decoder {
  png_structp png = nullptr;
  png_infop info = nullptr;
  const std::byte* at;
  size_t left;
  std::jmp_buf jump;
  char text[128] = "out of memory";

  explicit Decoder(std::span<const std::byte> file) : at(file.data()), left(file.size()) {}
  Decoder(const Decoder&) = delete;
  ~Decoder() { png_destroy_read_struct(&png, &info, nullptr); }

  [[noreturn]] static void on_error(png_structp png, png_const_charp message) {
    auto* decoder = static_cast<Decoder*>(png_get_error_ptr(png));
    std::strncpy(decoder->text, message, sizeof decoder->text - 1);
    std::longjmp(decoder->jump, 1);
  }
  static void on_read(png_structp png, png_bytep out, size_t size) {
    auto* decoder = static_cast<Decoder*>(png_get_io_ptr(png));
    if (size > decoder->left) png_error(png, "the file ends too early");
    std::memcpy(out, decoder->at, size);
    decoder->at += size;
    decoder->left -= size;
  }

  bool read_header() {
    if (setjmp(jump)) return false;
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, on_error,
                                 [](png_structp, png_const_charp) {});
    if (!png) return false;
    info = png_create_info_struct(png);
    if (!info) return false;
    png_set_read_fn(png, this, on_read);
    png_read_info(png, info);
    png_set_expand(png);    // palettes, fewer than 8 bits, a transparent colour
    png_set_strip_16(png);  // the upper 8 bits
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    return true;
  }
  bool read_pixels(unsigned char* pixels, size_t height, size_t stride) {
    // Interlaced pictures are read in passes, each over all rows.
    const int passes = png_get_interlace_type(png, info) == PNG_INTERLACE_NONE ? 1 : 7;
    if (setjmp(jump)) return false;
    for (int pass = 0; pass < passes; ++pass)
      for (size_t row = 0; row < height; ++row) png_read_row(png, pixels + row * stride, nullptr);
    png_read_end(png, nullptr);
    return true;
  }
};

}  // namespace

bool is_png(std::span<const std::byte> file) {
  return file.size() >= 8 && png_sig_cmp(reinterpret_cast<png_const_bytep>(file.data()), 0, 8) == 0;
}

Image decode_png(std::span<const std::byte> file, const std::string& name) {
  Decoder decoder(file);
  const auto check = [&](bool good) {
    if (!good) fail<FileError>(name, ": the PNG file is damaged: ", decoder.text, ".");
  };
  check(decoder.read_header());
  Image image{.height = png_get_image_height(decoder.png, decoder.info),
              .width = png_get_image_width(decoder.png, decoder.info),
              .channels = png_get_channels(decoder.png, decoder.info),
              .pixels = {}};
  if (image.height * image.width > kMostPixels)
    fail<FileError>(name, ": ", image.width, " x ", image.height, " pixels are too many; ",
                    kMostPixels, " are allowed.");
  const auto stride = static_cast<size_t>(image.width * image.channels);
  image.pixels.resize(static_cast<size_t>(image.height) * stride);
  check(decoder.read_pixels(image.pixels.data(), static_cast<size_t>(image.height), stride));
  return image;
}

}  // namespace cornu
