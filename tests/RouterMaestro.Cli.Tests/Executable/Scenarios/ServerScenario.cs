using System.Text.Json.Nodes;

namespace RouterMaestro.Cli.Tests.Executable.Scenarios;

/// <summary>A gateway in a terminal, a second one in the background, and none.</summary>
internal sealed class ServerScenario : IScenario
{
    private static readonly IReadOnlyDictionary<string, string?> _wrongKey = new Dictionary<string, string?> { ["ROUTER_MAESTRO_API_KEY"] = "sk-wrong" };

    public IReadOnlyList<Step> Steps { get; } =
    [
        new("server status") { Out = @"^RouterMaestro \S+ runs at {gateway} \(process \d+\)\.\n$" },
        new("server status --json") { Out = "\"running\": true,\n  \"context\": \"local\",\n  \"endpoint\": \"{gateway}\",\n  \"version\": \"\\S+\",\n  \"pid\": \\d+" },
        new("server status --quiet"),
        new("server info") { Out = @"^RouterMaestro \S+ at {gateway}, on \.NET 10\.\S+\nContext +local\nRunning +for [^\n]+\(process \d+\)\n(.*\n)*Provider +lab is ready, with 2 models\n(.*\n)*Catalog +2 models\n(.*\n)*Log +standard error\n$" },
        new("server info --json") { Out = "^{\n  \"context\": \"local\",\n  \"endpoint\": \"{gateway}\",\n  \"name\": \"RouterMaestro\"" },
        Step.Refused("server logs", 1, "The gateway at {gateway} (process "),
        new("server logs --follow --lines 5 --port 1", 1) { Error = "^Error: There is no log {home}/\\S+/logs/router-maestro-1\\.log: [^\n]+--detach'\\.\n$" },
        Step.Refused("server logs -n -1", 2, "--lines takes a number from 0 to 1000000, not -1."),
        Step.Refused("server logs --port 0", 2, "--port takes a whole number from 1 to 65535, not 0."),

        // a second one
        Step.Refused("server start --port {port} --no-usage", 1, "Port {port} is in use by the gateway that you started (process "),
        Step.Refused("server start --detach --port {port}", 1, "Port {port} is in use by the gateway that you started (process "),
        Step.Refused("server start --detach --port 99999", 2, "--port takes a whole number from 0 to 65535, not 99999."),
        new($"server start --detach --host 127.0.0.1 --port 0 --log-level DEBUG --drain-timeout 1 --no-usage -k {ScenarioStage.Key}")
        {
            Out = @"^RouterMaestro \S+ runs in the background at http://127\.0\.0\.1:\d+\nProcess +\d+\nAPI key +\S+ from --api-key\nLog +{home}/\S+/logs/router-maestro-\d+\.log\n(.*\n)*Stop it +router-maestro server stop --port \d+\n$",
            Then = static (stage, output) =>
            {
                stage.Notes["second"] = output.Split('\n')[0].Split(':')[^1];
                return Task.CompletedTask;
            },
        },
        new("server info") { Out = @"Further +http://127\.0\.0\.1:{second} \(process \d+\)\n$" },
        new("server logs --port {second} -n 50") { Out = @"listens on http://127\.0\.0\.1:{second}; process: \d+\n" },
        Step.Refused("server stop --port 1", 1, "No gateway of yours has port 1: there are some at {gateway}, http://127.0.0.1:{second}."),
        Step.Refused("server stop --port 70000", 2, "--port takes a whole number from 1 to 65535, not 70000."),
        new("server stop --port {second} --json")
        {
            Out = "^{\n  \"outcome\": \"stopped\",\n  \"pid\": \\d+,\n  \"address\": \"http://127.0.0.1:{second}\"\n}\n$",
            Error = "^Stopping the gateway at [^\n]+; running calls have 1 s to complete\\.\n1 further gateway of yours goes on",
        },
        new("server logs --port {second} -n 2") { Out = "^[^\n]+ The gateway stops, as its starter asks\n[^\n]+ The gateway is stopping; running calls have 1 s to complete\n$" },

        // from elsewhere
        new("server info", 1) { Variables = _wrongKey, Error = "^Error: The gateway at {gateway} refuses the key of ROUTER_MAESTRO_API_KEY, [^\n]*\n$", Then = static (stage, _) => GoAsync(stage, "http://127.0.0.1:1", "far") },
        Step.Refused("server status", 1, "The server is not running at http://127.0.0.1:1."),
        new("server status --json", 1) { Out = "\"running\": false,\n  \"context\": \"far\",\n  \"endpoint\": \"http://127.0.0.1:1\",\n  \"reason\": \"The server is not running at http://127.0.0.1:1\\.\"" },
        new("server status -q", 1),
        new("server info", 1) { Error = "^Error: The server is not running at http://127.0.0.1:1\\.\n$", Then = static (stage, _) => GoAsync(stage, stage.Upstream.BaseUrl.GetLeftPart(UriPartial.Authority), "far") },
        new("server status", 1) { Error = "^Error: The server at \\S+ is not a RouterMaestro gateway\\.\n$", Then = static (stage, _) => GoAsync(stage, stage.Gateway.GetLeftPart(UriPartial.Authority), "far") },
        new("server status") { Out = @"^RouterMaestro \S+ runs at {gateway}\.\n$" },
        new("server info") { Out = "Context +far\n", Then = static (stage, _) => GoAsync(stage, "http://127.0.0.1:1", "local") },

        // and none
        new("server stop") { Out = "^The gateway at {gateway} has stopped\\.\n$", Error = "^Stopping the gateway at {gateway} " },
        new("server stop") { Out = "^No gateway of yours runs on this machine\\.\n$" },
        new("server stop --port {port} --json") { Out = "^{\n  \"outcome\": \"not_running\"\n}\n$" },
        Step.Refused("server status", 1, "The server is not running at http://127.0.0.1:1: 'router-maestro server start --detach' starts it."),
        Step.Refused("server info", 1, "The server is not running at http://127.0.0.1:1."),

        // a crash
        new("server start --detach --port {port} -q")
        {
            Then = static async (stage, _) =>
            {
                var record = JsonNode.Parse(await File.ReadAllTextAsync(stage.Home.ServerFile))!;
                using var gateway = System.Diagnostics.Process.GetProcessById((int)record["pid"]!);
                gateway.Kill();
                await gateway.WaitForExitAsync();
            },
        },
        new("server status", 1) { Error = @"^Error: The gateway of process \d+, started [^\n]+ UTC, ended without stopping [^\n]+\n$" },
        new("server logs -n 1") { Out = "^[^\n]+ listens on http://localhost:{port}; process: \\d+\n$" },
        new("server stop") { Out = @"^No gateway runs: process \d+ ended without stopping [^\n]+, and its record is removed\.\n$" },
        new("server stop") { Out = "^No gateway of yours runs on this machine\\.\n$" },
    ];

    private static Task GoAsync(ScenarioStage stage, string endpoint, string context)
    {
        stage.Home.WriteContext(ScenarioStage.Key, endpoint, context);
        return Task.CompletedTask;
    }
}
