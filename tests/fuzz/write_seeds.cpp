// write_fuzz_seeds <folder> <target>...: the seeds of each target, in a folder of its name.
#include "fuzz/seeds.hpp"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>

int main(int argc, char** argv)
try {
    for (int i = 2; i < argc; ++i) {
        const std::filesystem::path folder = std::filesystem::path(argv[1]) / argv[i];
        std::filesystem::create_directories(folder);
        std::size_t number = 0;
        for (const std::string& seed : fuzz::seeds(argv[i])) {
            std::ofstream out;
            out.exceptions(std::ios::failbit | std::ios::badbit);
            out.open(folder / std::to_string(number++), std::ios::binary);
            out.write(seed.data(), static_cast<std::streamsize>(seed.size())).flush();
        }
    }
} catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
