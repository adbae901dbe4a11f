#include "framework/data/gzip.h"

#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/strings.h"

namespace cornu {

bool is_gzip(std::span<const std::byte> bytes) {
  return bytes.size() >= 2 && bytes[0] == std::byte{0x1f} && bytes[1] == std::byte{0x8b};
}

struct GzipReader::Stream {
  z_stream z = {};
  std::span<const std::byte> rest;  // not yet given to zlib
  bool ended = false;
};

GzipReader::GzipReader(std::span<const std::byte> packed, std::string name)
    : stream_(std::make_unique<Stream>()), name_(std::move(name)) {
  stream_->rest = packed;
  constexpr int kGzip = 16;  // added to the window's bits: gzip's header and checksum
  if (inflateInit2(&stream_->z, MAX_WBITS + kGzip) != Z_OK) throw std::bad_alloc();
}

GzipReader::~GzipReader() { inflateEnd(&stream_->z); }

size_t GzipReader::read(std::span<std::byte> out) {
  constexpr size_t kMost = 1u << 30;  // zlib counts in 32 bits
  z_stream& z = stream_->z;
  size_t done = 0;
  while (done < out.size() && !stream_->ended) {
    if (z.avail_in == 0) {
      const auto next = stream_->rest.first(std::min(kMost, stream_->rest.size()));
      z.next_in = reinterpret_cast<const Bytef*>(next.data());
      z.avail_in = static_cast<uInt>(next.size());
      stream_->rest = stream_->rest.subspan(next.size());
    }
    const size_t room = std::min(kMost, out.size() - done);
    z.next_out = reinterpret_cast<Bytef*>(out.data() + done);
    z.avail_out = static_cast<uInt>(room);
    const int code = inflate(&z, Z_NO_FLUSH);
    done += room - z.avail_out;
    if (code == Z_STREAM_END) {
      // A gzip file may be several, one after the other.
      stream_->ended = z.avail_in == 0 && stream_->rest.empty();
      if (!stream_->ended) inflateReset(&z);
    } else if (code == Z_BUF_ERROR) {
      fail<FileError>(quote(name_), " is cut: it ends within its packed data.");
    } else if (code != Z_OK) {
      fail<FileError>(quote(name_), " is damaged: ", z.msg ? z.msg : "no gzip data", ".");
    }
  }
  return done;
}

}  // namespace cornu
