using System.Text;

namespace RouterMaestro.Cli.Tests.Executable.Scenarios;

/// <summary>A call is made, and seen in the usage; a body is translated.</summary>
internal sealed class UsageScenario : IScenario
{
    public IReadOnlyList<Step> Steps { get; } =
    [
        new("stats") { Out = "^No requests were recorded", Then = CallAsync },
        new("stats --days 1 --by model --zone +02:00") { Out = "lab/one +1" },
        new("stats -d 2 --provider lab --model lab/one --key gateway --json") { Out = "\"requests\": 1" },
        new("stats -p lab -m one --csv") { Out = "^model,[^\n]*\nlab/one,1," },
        new("stats --days 30 --heatmap") { Out = "Mon" },

        // a gateway that takes longer than a status line may wait leaves the line empty
        new("statusline") { Input = "{\"session_id\":\"s\"}", Out = "^([^\n]* today[^\n]*)?\n$" },
        Step.Refused("stats --days 0", 2, "--days takes a number from 1 to 3650, not 0."),
        Step.Refused("stats --by colour", 2, "--by takes one of "),
        Step.Refused("stats --provider nobody", 1, "The gateway at {gateway} refuses: "),
        Step.Refused("stats watch --json", 2, "'watch' draws, without --json and --csv."),

        new("translate --from chat --to messages --model m")
        {
            Input = """{"model":"x","seed":7,"messages":[{"role":"user","content":"Hello"}]}""",
            Out = "\"model\":\"m\"",
            Error = "^lost: seed\n$",
        },
        new("translate - --from chat --to messages --response --json")
        {
            Input = """{"id":"1","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""",
            Out = "\"end_turn\"",
        },
        Step.Refused("translate absent.json --from chat --to messages", 1, "absent.json "),
        Step.Refused("translate --from chat", 2, "--to is missing: name one of "),
        Step.Refused("translate --from morse --to chat", 2, "--from takes one of "),
        new("--version") { Out = @"^router-maestro \d+\.\d+\.\d+\S*\n$" },
        new("-v") { Out = "^router-maestro " },
        new("--help") { Out = "^Usage: router-maestro COMMAND\n" },
        new("modle list", 2) { Error = "^Error: 'modle' is not a command of 'router-maestro'; [^\n]*Did you mean 'model'\\?\n$" },
    ];

    private static async Task CallAsync(ScenarioStage stage, string output)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(stage.Gateway, "v1/chat/completions"))
        {
            Content = new StringContent("""{"model":"lab/one","messages":[{"role":"user","content":"Hello"}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-api-key", ScenarioStage.Key);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();

        // the record is written within a second
        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System);
    }
}
