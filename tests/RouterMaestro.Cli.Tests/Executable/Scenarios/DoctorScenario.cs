namespace RouterMaestro.Cli.Tests.Executable.Scenarios;

/// <summary>Somebody whose gateway works asks whether it does, and then breaks something.</summary>
internal sealed class DoctorScenario : IScenario
{
    private static readonly IReadOnlyDictionary<string, string?> _wrongKey = new Dictionary<string, string?> { ["ROUTER_MAESTRO_API_KEY"] = "sk-wrong" };

    private static readonly IReadOnlyDictionary<string, string?> _foreign = new Dictionary<string, string?>
    {
        ["ANTHROPIC_BASE_URL"] = "https://me:geheim@llm.example.com/?key=geheim",
        ["HTTPS_PROXY"] = "http://me:geheim@127.0.0.1:3128",
        ["ANTHROPIC_API_KEY"] = "sk-geheim",
    };

    public IReadOnlyList<Step> Steps { get; } =
    [
        new("doctor") { Out = "^Program\n  ✓ RouterMaestro  [\\s\\S]*✓ Gateway +{gateway} answers and accepts the key[\\s\\S]*\nNo provider was called: 'router-maestro doctor --live' does\\.\n$", Then = (stage, _) => AssertCalls(stage, 0) },
        new("doctor --json --quiet") { Out = "^{\n  \"ok\": true,\n  \"live\": false,\n  \"problems\": 0," },
        new("doctor --live")
        {
            Out = "✓ lab +connected; 1 model [^\n]*\n  ✓ lab +a request to [^\n]* was answered",
            Error = "^Sending one request of at most 16 output tokens to each of these models, which their providers may charge for: lab/[^\n]*\n$",
            Then = (stage, _) => AssertCalls(stage, 1),
        },
        new("doctor", 1) { Variables = _wrongKey, Out = "✗ Gateway +The gateway at {gateway} refuses the key of ROUTER_MAESTRO_API_KEY" },
        new("doctor") { Variables = _foreign, Out = "! ANTHROPIC_BASE_URL +It sends Claude Code [^\n]* to https://llm\\.example\\.com, which", Then = NoSecret },
        new("doctor --json", 1)
        {
            Variables = new Dictionary<string, string?> { ["ROUTER_MAESTRO_LOG_LEVEL"] = "LOUD" },
            Out = "ROUTER_MAESTRO_LOG_LEVEL takes DEBUG, INFO, WARNING or ERROR, not 'LOUD'",
        },
        Step.Refused("docter", 2, "'docter' is not a command of 'router-maestro'"),
        Step.Refused("doctor --live=maybe", 2, "--live is on or off"),
        Step.Refused("doctor lab", 2, "'lab' is one word too many"),
    ];

    private static Task AssertCalls(ScenarioStage stage, int expected)
    {
        Assert.Equal(expected, stage.Upstream.Requests.Count(request => request.Path.EndsWith("/chat/completions", StringComparison.Ordinal)));
        return Task.CompletedTask;
    }

    private static Task NoSecret(ScenarioStage stage, string output)
    {
        Assert.DoesNotContain("geheim", output, StringComparison.Ordinal);
        Assert.Contains("through http://127.0.0.1:3128", output, StringComparison.Ordinal);
        return Task.CompletedTask;
    }
}
