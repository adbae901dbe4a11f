#include <csetjmp>
#include <cstdio>  // jpeglib.h needs it first
#include <cstring>
// clang-format off
#include <jpeglib.h>
#include <jerror.h>
// clang-format on

#include "framework/base/error.h"
#include "framework/data/images/image.h"

namespace cornu {

namespace {

struct Failure {
  jpeg_error_mgr manager;
  std::jmp_buf jump;
  bool cut;
  char text[JMSG_LENGTH_MAX];
};

[[noreturn]] void on_error(j_common_ptr info) {
  auto* failure = reinterpret_cast<Failure*>(info->err);  // its first member
  info->err->format_message(info, failure->text);
  std::longjmp(failure->jump, 1);
}

/// A JPEG file that is being read. The library leaves its functions by longjmp: no C++ object lives
/// in those that call it.
struct Decoder {
  /// Each pass over the picture takes time; encoders make some ten.
  static constexpr int kMostScans = 100;

  jpeg_decompress_struct info{};
  jpeg_progress_mgr progress{};
  Failure failure{};

  Decoder() {
    info.err = jpeg_std_error(&failure.manager);
    failure.manager.error_exit = on_error;
    failure.manager.emit_message = [](j_common_ptr info, int) {  // what it can mend it mends
      auto* failure = reinterpret_cast<Failure*>(info->err);
      if (info->err->msg_code != JWRN_JPEG_EOF) return;
      failure->cut = true;
      info->err->format_message(info, failure->text);
    };
    failure.manager.output_message = [](j_common_ptr) {};
  }
  Decoder(const Decoder&) = delete;
  ~Decoder() { jpeg_destroy_decompress(&info); }

  bool read_header(const unsigned char* bytes, size_t size) {
    if (setjmp(failure.jump)) return false;
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, bytes, size);
    jpeg_read_header(&info, TRUE);
    info.progress = &progress;
    progress.progress_monitor = [](j_common_ptr common) {
      auto* decoder = reinterpret_cast<jpeg_decompress_struct*>(common);
      if (decoder->input_scan_number <= kMostScans) return;
      auto* failure = reinterpret_cast<Failure*>(common->err);
      std::strcpy(failure->text, "it has too many scans");
      std::longjmp(failure->jump, 1);
    };
    info.dct_method = JDCT_IFAST;  // as TensorFlow, and so Keras, reads them
    info.out_color_space = info.jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_RGB;
    return true;
  }
  bool read_pixels(unsigned char* pixels) {
    if (setjmp(failure.jump)) return false;
    jpeg_start_decompress(&info);
    const size_t stride =
        static_cast<size_t>(info.output_width) * static_cast<size_t>(info.output_components);
    while (info.output_scanline < info.output_height) {
      JSAMPROW row = pixels + info.output_scanline * stride;
      jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
    return !failure.cut;
  }
};

}  // namespace

bool is_jpeg(std::span<const std::byte> file) {
  return file.size() > 3 && file[0] == std::byte{0xFF} && file[1] == std::byte{0xD8} &&
         file[2] == std::byte{0xFF};
}

Image decode_jpeg(std::span<const std::byte> file, const std::string& name) {
  Decoder decoder;
  const auto check = [&](bool good) {
    if (!good) fail<FileError>(name, ": the JPEG file is damaged: ", decoder.failure.text, ".");
  };
  check(decoder.read_header(reinterpret_cast<const unsigned char*>(file.data()), file.size()));
  Image image{.height = decoder.info.image_height,
              .width = decoder.info.image_width,
              .channels = decoder.info.out_color_space == JCS_GRAYSCALE ? 1 : 3,
              .pixels = {}};
  if (image.height * image.width > kMostPixels)
    fail<FileError>(name, ": ", image.width, " x ", image.height, " pixels are too many; ",
                    kMostPixels, " are allowed.");
  image.pixels.resize(static_cast<size_t>(image.height * image.width * image.channels));
  check(decoder.read_pixels(image.pixels.data()));
  return image;
}

}  // namespace cornu
