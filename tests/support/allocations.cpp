#include "tests/support/allocations.h"

#include <dlfcn.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace cornu {

namespace {

std::atomic<int64_t> allocations = 0;
std::atomic<int> counting = 0;

bool is_oneDNNs(const void* caller) {
  Dl_info info{};
  return dladdr(caller, &info) != 0 && info.dli_fname && std::strstr(info.dli_fname, "libdnnl");
}

}  // namespace

CountAllocations::CountAllocations() : before_(allocations) { counting = 1; }
int64_t CountAllocations::count() const { return allocations - before_; }

}  // namespace cornu

void* operator new(size_t bytes, const std::nothrow_t&) noexcept {
  if (cornu::counting && !cornu::is_oneDNNs(__builtin_return_address(0))) ++cornu::allocations;
  return std::malloc(bytes > 0 ? bytes : 1);
}
void* operator new(size_t bytes) {
  if (cornu::counting && !cornu::is_oneDNNs(__builtin_return_address(0))) ++cornu::allocations;
  if (void* data = std::malloc(bytes > 0 ? bytes : 1)) return data;
  throw std::bad_alloc();
}
void operator delete(void* data, const std::nothrow_t&) noexcept { std::free(data); }
void operator delete(void* data) noexcept { std::free(data); }
void operator delete(void* data, size_t) noexcept { std::free(data); }
