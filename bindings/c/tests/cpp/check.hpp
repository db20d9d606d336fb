// What the tests in C++ share.

#ifndef CHECK_HPP
#define CHECK_HPP

#include <cfsign.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

inline std::string root() {
    const char *root = std::getenv("CFSIGN_ROOT");
    return root == nullptr ? "." : root;
}

inline std::string read(const std::string &path) {
    std::ifstream file(root() + "/tests/" + path, std::ios::binary);
    if (!file) {
        throw std::runtime_error("no file " + path);
    }
    return std::string(std::istreambuf_iterator<char>(file), {});
}

inline void check(bool right, const std::string &what) {
    if (!right) {
        throw std::runtime_error("not so: " + what);
    }
}

// The code of the error that `call` ends with; empty if there is none.
template <typename Call> std::string code_of(Call call) {
    try {
        call();
    } catch (const cfsign::Error &error) {
        return std::string(error.code());
    }
    return {};
}

#endif // CHECK_HPP
