using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.ClientStage;

/// <summary>A simulated GitHub and GitHub Copilot for a gateway that is started elsewhere.</summary>
internal static class CopilotStage
{
    private const int Polls = 2;

    /// <summary>Starts it. Its models call a tool that is offered, and else say what arrived.</summary>
    public static async Task<CopilotSimulator> StartAsync()
    {
        var copilot = await CopilotSimulator.StartAsync(new CopilotSimulatorOptions { ApprovesAfterPolls = Polls, PollInterval = TimeSpan.FromSeconds(1) });
        copilot.Reply(Reply);
        return copilot;
    }

    private static SimulatedStep Reply(ReceivedRequest request) => request.Content is { Tools: [var tool, ..], ToolResults.Count: 0 }
        ? SimulatedResponse.Text("Looking.").WithToolCall(tool, """{"city":"Paris"}""").WithUsage(20, 9)
        : SimulatedResponse.Text($"{request.Path} for {request.Model}, {request.Content.ImageCount} images, vision {request.Headers.GetValueOrDefault("Copilot-Vision-Request", "absent")}, "
            + $"initiator {request.Headers.GetValueOrDefault("X-Initiator", "absent")}.").WithUsage(12, 7);
}
