using System.Text.Json.Nodes;
using RouterMaestro.Cli.Gateways;

namespace RouterMaestro.Cli.Tests.Executable;

/// <summary>Ends the gateways in the background that a test has left: they are no children of the test.</summary>
internal static class BackgroundGateways
{
    /// <summary>Ends those whose records are in a home. A process that is not the one of its record is left alone.</summary>
    public static void End(TestHome home)
    {
        var folder = Path.GetDirectoryName(home.ServerFile)!;
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "server*.json") : [])
        {
            var record = JsonNode.Parse(File.ReadAllText(file));
            var (id, startedAt) = ((int)record!["pid"]!, (DateTimeOffset)record["started_at"]!);
            if (id != Environment.ProcessId && ProcessLife.Runs(id, startedAt) && IsGateway(id))
            {
                ProcessLife.Kill(id, ProcessLife.StartOf(id) ?? default);
            }
        }
    }

    private static bool IsGateway(int processId) =>
        !OperatingSystem.IsLinux() || File.ReadAllText($"/proc/{processId}/cmdline").Contains("router-maestro", StringComparison.Ordinal);
}
