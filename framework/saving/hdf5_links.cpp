#include "framework/saving/hdf5_links.h"

#include "framework/base/error.h"
#include "framework/base/strings.h"

namespace cornu {

namespace {

using Links = std::vector<Hdf5Link>;

void visit(const Hdf5Image& image, uint64_t address, std::set<uint64_t>& seen) {
  if (!seen.insert(address).second) fail_hdf5(image.file(), "a group is listed twice", address);
}

/// The names of a group: all in one block, each up to a zero byte.
class NameHeap {
 public:
  NameHeap(const Hdf5Image& image, uint64_t address) : image_(image) {
    Hdf5Cursor cursor = image.from(address);
    cursor.expect("HEAP");
    cursor.skip(4);
    const uint64_t size = cursor.u64();
    cursor.skip(8);  // free list
    start_ = cursor.u64();
    names_ = image.block(start_, size).text(size);
  }
  std::string_view at(uint64_t offset) const {
    constexpr size_t kLongest = 8192;  // more than a path may have
    const std::string_view rest =
        offset < names_.size() ? names_.substr(offset, kLongest) : std::string_view();
    const size_t length = rest.find('\0');
    if (length == rest.npos)
      fail_hdf5(image_.file(), "a name lies outside of its group's names", start_);
    return rest.substr(0, length);
  }

 private:
  const Hdf5Image& image_;
  uint64_t start_ = 0;
  std::string_view names_;
};

void read_symbols(const Hdf5Image& image, uint64_t address, const NameHeap& names, Links& links) {
  Hdf5Cursor cursor = image.from(address);
  cursor.expect("SNOD");
  cursor.skip(2);
  const uint16_t count = cursor.u16();
  constexpr size_t kMostMembers = 1'000'000;
  if (links.size() + count > kMostMembers)
    fail_hdf5(image.file(), "a group has too many members", address);
  for (uint16_t i = 0; i < count; ++i) {
    Hdf5Link link;
    link.name = names.at(cursor.u64());
    link.address = cursor.u64();
    constexpr uint32_t kSoft = 2;
    if (cursor.u32() == kSoft) link.kind = Hdf5Link::Kind::soft;
    cursor.skip(4 + 16);
    links.push_back(link);
  }
}

/// A group as h5py writes it: a tree whose leaves list members. Each step goes one level down and
/// no node is met twice, so that the walk ends.
void read_tree(const Hdf5Image& image, Hdf5Cursor table, std::set<uint64_t>& seen, Links& links) {
  struct Node {
    uint64_t address;
    int level;  // above its leaves; -1: a root, which says it itself
  };
  const uint64_t root = table.u64();
  const NameHeap names(image, table.u64());
  std::vector<Node> nodes = {{root, -1}};
  while (!nodes.empty()) {
    const Node node = nodes.back();
    nodes.pop_back();
    visit(image, node.address, seen);
    Hdf5Cursor cursor = image.from(node.address);
    cursor.expect("TREE");
    const uint8_t type = cursor.u8(), level = cursor.u8();
    if (type != 0 || (node.level >= 0 && level != node.level))
      fail_hdf5(image.file(), "a group's tree has a wrong branch", node.address);
    const uint16_t count = cursor.u16();
    cursor.skip(8 + 8);  // siblings
    for (uint16_t i = 0; i < count; ++i) {
      cursor.skip(8);  // the key
      const uint64_t child = cursor.u64();
      if (level > 0) {
        nodes.push_back({child, level - 1});
      } else {
        visit(image, child, seen);
        read_symbols(image, child, names, links);
      }
    }
  }
}

/// One member of a group in the newer layout.
Hdf5Link read_link(Hdf5Cursor cursor) {
  constexpr uint8_t kHasOrder = 0x04, kHasKind = 0x08, kHasEncoding = 0x10;
  cursor.skip(1);
  const uint8_t flags = cursor.u8();
  const uint8_t kind = flags & kHasKind ? cursor.u8() : 0;
  if (flags & kHasOrder) cursor.skip(8);
  if (flags & kHasEncoding) cursor.skip(1);
  Hdf5Link link;
  link.name = cursor.text(cursor.number_of(size_t{1} << (flags & 3)));
  switch (kind) {
    case 0:
      link.address = cursor.u64();
      break;
    case 1:
      link.kind = Hdf5Link::Kind::soft;
      break;
    case 64:
      link.kind = Hdf5Link::Kind::external;
      break;
    default:
      link.kind = Hdf5Link::Kind::other;
  }
  return link;
}

void refuse_dense(const Hdf5Image& image, Hdf5Cursor info) {
  info.skip(1);
  const uint8_t flags = info.u8();
  if (flags & 1) info.skip(8);
  if (info.u64() != kHdf5Nowhere)
    fail<FileError>(quote(image.file()), " keeps a group in a layout that Keras does not write.",
                    "\n  hint: write it with h5py's default libver.");
}

}  // namespace

Links read_hdf5_links(const Hdf5Image& image, const std::vector<Hdf5Message>& header,
                      std::set<uint64_t>& seen) {
  Links links;
  for (const Hdf5Message& message : header) {
    switch (message.kind) {
      case Hdf5Kind::symbol_table:
        read_tree(image, message.content, seen, links);
        break;
      case Hdf5Kind::link:
        links.push_back(read_link(message.content));
        break;
      case Hdf5Kind::link_info:
        refuse_dense(image, message.content);
        break;
      default:
        break;
    }
  }
  return links;
}

}  // namespace cornu
