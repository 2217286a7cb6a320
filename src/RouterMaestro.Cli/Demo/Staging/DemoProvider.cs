using System.Text;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Cli.Demo.Staging;

/// <summary>A simulated provider of the demo.</summary>
/// <param name="Id">Its id at the gateway.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Protocol">The protocol that the provider uses.</param>
/// <param name="Model">The model that is called.</param>
internal abstract record DemoProvider(string Id, string Name, WireProtocol Protocol, string Model)
{
    /// <summary>Gets the model's id at the gateway.</summary>
    public string QualifiedModel => $"{Id}/{Model}";

    /// <summary>Gets the address of the simulator.</summary>
    public abstract Uri Address { get; }

    /// <summary>Gets the calls of models that it received.</summary>
    public abstract IReadOnlyList<ReceivedRequest> Calls { get; }

    /// <summary>Sets the responses of the next calls, in order.</summary>
    public abstract void Enqueue(params IEnumerable<SimulatedStep> steps);
}

/// <summary>A simulated provider that wants a key, which the gateway's clients do not know.</summary>
/// <param name="Id">Its id at the gateway.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Protocol">The protocol that the provider uses.</param>
/// <param name="Model">The only model it has.</param>
/// <param name="Key">The key.</param>
/// <param name="Upstream">The simulator.</param>
internal sealed record KeyedProvider(string Id, string Name, WireProtocol Protocol, string Model, string Key, UpstreamSimulator Upstream)
    : DemoProvider(Id, Name, Protocol, Model)
{
    public override Uri Address => Upstream.Address;

    public override IReadOnlyList<ReceivedRequest> Calls => Upstream.Calls;

    /// <summary>Starts a simulated provider on a free loopback port.</summary>
    public static async Task<KeyedProvider> StartAsync(string id, string name, WireProtocol protocol, string model, CancellationToken cancellationToken)
    {
        var key = $"sk-{id}-of-the-demo";
        var upstream = await UpstreamSimulator.StartAsync(new() { Models = [model], RejectsUnknownModels = true, RequiredKey = key }, cancellationToken);
        return new(id, name, protocol, model, key, upstream);
    }

    public override void Enqueue(params IEnumerable<SimulatedStep> steps) => Upstream.Enqueue(steps);

    // a record would print the key
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Id = ").Append(Id).Append(", Model = ").Append(Model);
        return true;
    }
}

/// <summary>A simulated GitHub Copilot with GitHub, where the gateway is logged in during the demo.</summary>
/// <param name="Simulator">The simulator.</param>
internal sealed record CopilotProvider(CopilotSimulator Simulator) : DemoProvider("github-copilot", "Copilot", WireProtocol.OpenAIResponses, "gpt-5.5")
{
    // the person of the demo enters the code before the first question for it, which comes after the shortest interval that the gateway keeps
    private const int Polls = 0;
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    public override Uri Address => Simulator.ApiUrl;

    public override IReadOnlyList<ReceivedRequest> Calls => Simulator.Calls;

    /// <summary>Starts GitHub and Copilot on a free loopback port.</summary>
    public static async Task<CopilotProvider> StartAsync(CancellationToken cancellationToken) =>
        new(await CopilotSimulator.StartAsync(new() { ApprovesAfterPolls = Polls, PollInterval = _interval }, cancellationToken));

    public override void Enqueue(params IEnumerable<SimulatedStep> steps) => Simulator.Enqueue(steps);

    // the simulator has tokens
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Id = ").Append(Id).Append(", Model = ").Append(Model);
        return true;
    }
}
