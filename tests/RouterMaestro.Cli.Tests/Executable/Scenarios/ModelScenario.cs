using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Tests.Executable.Scenarios;

/// <summary>Models, their prices, priorities and fallbacks.</summary>
internal sealed class ModelScenario : IScenario
{
    public IReadOnlyList<Step> Steps { get; } =
    [
        new("model list") { Out = @"^Priority  Model Key +Display Name  Provider\n-         lab/one    Number One    lab\n-         lab/two" },
        new("model list --json --quiet") { Out = "\"id\": \"lab/one\"", Then = (_, json) => Is("lab", JsonNode.Parse(json)!["models"]![0]!["provider"]) },
        new("model refresh") { Out = "^The gateway has 2 models\\.\n$" },
        new("model refresh --json") { Out = "\"models_count\": 2" },
        new("model price lab/one") { Out = "^Model    lab/one\nPrice    unknown" },
        new("model price lab/one --json") { Out = "\"model\": \"lab/one\"" },
        new("model price lab/three", 1) { Error = "^Error: .*lab/three.*\n$" },

        new("model priority lab/two --position 1") { Out = "^Position  Model Key\n1         lab/two\n$" },
        new("model priority add lab/one -p 1 --json") { Out = "^{\n  \"priorities\": \\[\n    \"lab/one\",\n    \"lab/two\"\n  \\]\n}\n$" },
        new("model priority lab/one --position 2") { Out = "1         lab/two\n2         lab/one" },
        new("model priority list") { Out = "1         lab/two\n2         lab/one" },
        new("model priority list --json") { Out = "\"lab/two\"" },
        new("model priority remove lab/one") { Out = "1         lab/two\n$" },
        new("model priority remove lab/two --json") { Out = "\"priorities\": \\[\\]" },
        Step.Refused("model priority remove lab/two", 1, "'lab/two' is not among the priorities."),
        Step.Refused("model priority add one", 2, "A model is written provider/model-id, not 'one'."),
        Step.Refused("model priority lab/one --position 0", 2, "--position takes a whole number of 1 or more, not 0."),
        new("model priority lab/three") { Out = "lab/three", Error = "^Warning: [^\n]*'lab'[^\n]*\n$" },
        new("model priority clear") { Error = "^There are no priorities" },
        new("model priority clear --json") { Out = "\"priorities\": \\[\\]", },
        new("model priority clear --quiet"),

        new("model fallback show") { Out = "^Strategy     priority\nMax retries  2\n$" },
        new("model fallback set --strategy same-model --max-retries 3") { Out = "^Strategy     same-model\nMax retries  3\n$" },
        new("model fallback set -s none -r 0 --json") { Out = "\"maxRetries\": 0" },
        new("model fallback show --json")
        {
            Out = "\"strategy\": \"none\"",
            Then = async (stage, _) => Assert.Contains("\"none\"", await File.ReadAllTextAsync(Path.Combine(stage.Folder, "config", "router-maestro", "priorities.json")), StringComparison.Ordinal),
        },
        Step.Refused("model fallback set", 2, "Say what to change: --strategy, --max-retries, or both."),
        Step.Refused("model fallback set --max-retries 11", 2, "--max-retries takes a whole number from 0 to 10, not 11."),
        Step.Refused("model fallback set --strategy wishful", 1, "The gateway at {gateway} refuses: "),

        new("explain lab/one") { Out = "lab/one" },
        new("explain lab/one --request {home}/absent.json", 1) { Error = "^Error: [^\n]*absent.json cannot be read\\.\n$" },
        new("explain lab/three --json", 1) { Out = "\"error\"" },
        new("explain lab/one --request {home}/config/router-maestro/priorities.json --protocol chat") { Out = "lab/one" },
        Step.Refused("explain lab/one --protocol morse", 2, "--protocol takes one of "),
    ];

    private static Task Is(string expected, JsonNode? actual)
    {
        Assert.Equal(expected, (string?)actual);
        return Task.CompletedTask;
    }
}
