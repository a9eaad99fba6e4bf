#include "tests/gui/headless.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tidemark::gui {

Headless::Headless(float width, float height) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = ImVec2(width, height);
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
}

Headless::~Headless() { ImGui::DestroyContext(); }

Headless::Drawn Headless::draw(Session& session, int frames) {
    ImGuiIO& io = ImGui::GetIO();
    Drawn drawn;
    for (int i = 0; i < frames; ++i) {
        if (fit_screen(screen_, session, io.DisplaySize.x, 1)) io.Fonts->SetTexID(nullptr);
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        io.Fonts->GetTexDataAsAlpha8(&pixels, &width, &height);
        io.DeltaTime = 1.0F / 60;
        ImGui::NewFrame();
        draw_frame(screen_, session);
        ImGui::Render();
    }
    const ImDrawData& data = *ImGui::GetDrawData();
    drawn.lists = data.CmdListsCount;
    drawn.vertices = data.TotalVtxCount;
    for (int i = 0; i < data.CmdListsCount; ++i) {
        const ImDrawList& list = *data.CmdLists[i];
        drawn.largest_list = std::max(drawn.largest_list, list.VtxBuffer.Size);
        for (const ImDrawVert& vertex : list.VtxBuffer)
            if (!std::isfinite(vertex.pos.x) || !std::isfinite(vertex.pos.y)) drawn.numbers = false;
    }
    return drawn;
}

void Headless::click(Session& session, float x, float y) {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = ImVec2(x, y);
    draw(session, 2);
    io.MouseDown[0] = true;
    draw(session, 2);
    io.MouseDown[0] = false;
    draw(session, 2);
    io.MousePos = ImVec2(-1, -1);
    draw(session, 1);
}

std::string scenario_path(const std::string& name) {
    return std::string{TIDEMARK_SOURCE_DIR} + "/scenarios/" + name + ".yaml";
}

std::vector<std::string> shipped_scenarios() {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(std::string{TIDEMARK_SOURCE_DIR} + "/scenarios"))
        if (entry.path().extension() == ".yaml") all.push_back(entry.path().string());
    std::sort(all.begin(), all.end());
    return all;
}

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace tidemark::gui
