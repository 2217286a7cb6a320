using System.Text;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing;

namespace RouterMaestro.Cli.Demo.Staging;

/// <summary>A simulated provider of the demo.</summary>
/// <param name="Id">Its id at the gateway.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Protocol">The protocol that the provider uses.</param>
/// <param name="Model">The only model it has.</param>
/// <param name="Key">The key it wants, which the gateway's clients do not know.</param>
/// <param name="Upstream">The simulator.</param>
internal sealed record DemoProvider(string Id, string Name, WireProtocol Protocol, string Model, string Key, UpstreamSimulator Upstream)
{
    /// <summary>Gets the model's id at the gateway.</summary>
    public string QualifiedModel => $"{Id}/{Model}";

    /// <summary>Starts a simulated provider on a free loopback port.</summary>
    public static async Task<DemoProvider> StartAsync(string id, string name, WireProtocol protocol, string model, CancellationToken cancellationToken)
    {
        var key = $"sk-{id}-of-the-demo";
        var upstream = await UpstreamSimulator.StartAsync(new() { Models = [model], RejectsUnknownModels = true, RequiredKey = key }, cancellationToken);
        return new(id, name, protocol, model, key, upstream);
    }

    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Id = ").Append(Id).Append(", Model = ").Append(Model);
        return true;
    }
}
