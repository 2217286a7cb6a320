using System.Text.Json;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Tests.Copilot;

/// <summary>The list of models.</summary>
public sealed class CatalogTests : CopilotTest
{
    [Fact]
    public async Task The_default_models_are_of_every_kind()
    {
        var models = (await JsonAsync(Call("/models", null))).GetProperty("data").EnumerateArray().ToDictionary(m => m.GetProperty("id").GetString()!);

        string Endpoints(string id) => string.Join(' ', models[id].GetProperty("supported_endpoints").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal("/chat/completions", Endpoints("gpt-4o"));
        Assert.Equal("/chat/completions /responses", Endpoints("gpt-5.4"));
        Assert.Equal("/responses", Endpoints("gpt-5.5"));
        Assert.Equal("/chat/completions /v1/messages", Endpoints("claude-sonnet-4.6"));
        Assert.False(models["text-embedding-3-small"].TryGetProperty("supported_endpoints", out _));
        Assert.Equal(["embeddings", "completion"], new[] { "text-embedding-3-small", "gpt-41-copilot" }.Select(id => models[id].GetProperty("capabilities").GetProperty("type").GetString()));
        Assert.False(models["gpt-4o-mini"].GetProperty("model_picker_enabled").GetBoolean());
        var capabilities = models["claude-opus-4.7"].GetProperty("capabilities");
        Assert.Equal(168_000, capabilities.GetProperty("limits").GetProperty("max_prompt_tokens").GetInt32());
        Assert.Equal("""["low","medium","high","max"]""", capabilities.GetProperty("supports").GetProperty("reasoning_effort").GetRawText());
        Assert.False(models["claude-haiku-4.5"].GetProperty("capabilities").GetProperty("supports").TryGetProperty("reasoning_effort", out _));
    }

    [Fact]
    public async Task Entries_may_be_odd()
    {
        Copilot.Models =
        [
            new CopilotModel("a").WithMember("capabilities.supports.reasoning_effort", """{"values":[{"value":"turbo"}]}"""),
            new CopilotModel("b").WithoutMember("capabilities").WithMember("name", "17"),
            new CopilotModel("c") { AnnouncesEndpoints = false }.WithMember("policy.terms.x", "null").WithMember("id", "\" c \""),
        ];

        var entries = (await JsonAsync(Call("/models", null))).GetProperty("data").EnumerateArray().ToArray();

        Assert.Equal("turbo", entries[0].GetProperty("capabilities").GetProperty("supports").GetProperty("reasoning_effort").GetProperty("values")[0].GetProperty("value").GetString());
        Assert.False(entries[1].TryGetProperty("capabilities", out _));
        Assert.Equal(17, entries[1].GetProperty("name").GetInt32());
        Assert.False(entries[2].TryGetProperty("supported_endpoints", out _));
        Assert.Equal((JsonValueKind.Null, " c "), (entries[2].GetProperty("policy").GetProperty("terms").GetProperty("x").ValueKind, entries[2].GetProperty("id").GetString()));
        Assert.Equal(200, (await SendAsync(Call(CopilotModel.Chat, Ask("c")))).Status);
    }

    [Fact]
    public async Task The_catalog_can_fail_or_be_slow()
    {
        Copilot.When(SimulatedOperation.Models).Enqueue(SimulatedFault.Status(500), CopilotStep.Delayed(TimeSpan.FromMilliseconds(150)));
        Assert.Equal(500, (await SendAsync(Call("/models", null))).Status);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(13, (await JsonAsync(Call("/models", null))).GetProperty("data").GetArrayLength());
        Assert.True(watch.ElapsedMilliseconds >= 140);
    }
}
