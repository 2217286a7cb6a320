using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Part = RouterMaestro.Architecture.Tests.Layers.ProductLayers;

namespace RouterMaestro.Architecture.Tests.Layers;

/// <summary>Who may know whom. Each rule can be held against any architecture, so that fixtures can show that it bites.</summary>
internal static class LayerRules
{
    private static readonly HashSet<string> _seam = ["MediatR.IPipelineBehavior`2", "MediatR.ServiceFactory", "MediatR.Mediator"];

    /// <summary>The folders of Application that slices share; every other folder is a slice, or composes them.</summary>
    public static string[] Floor => ["Affinity", "Calls", "Health", "Messaging", "Outcomes", "Planning", "Ports", "Streams", "Telemetry", "Usage"];

    public static IReadOnlyDictionary<string, IArchRule> All { get; } = new Dictionary<string, IArchRule>
    {
        ["Domain stands on the base library"] = Only(Part.Domain, Part.IsBaseLibrary, "meaning and decisions need no package"),
        ["Application stands on Domain and abstractions"] = Only(
            Part.Application,
            t => Part.IsBaseLibrary(t) || Among(t, Part.Domain, Part.Protocols, Part.MediatR, Part.FluentValidation, Part.Abstractions),
            "whatever has a socket, a file or a clock lives at the edge"),
        ["Protocols turn values into values"] = Only(
            Part.Protocols, t => Part.IsBaseLibrary(t) || Among(t, Part.Domain), "codecs are pure functions"),
        ["Infrastructure knows no HTTP face"] = Never(
            Part.Infrastructure,
            t => Among(t, Part.WebFramework, Part.AspNetCore, Part.Usage, Part.Gateway, Part.Testing, Part.Web, Part.Cli),
            "the edges meet in the host alone"),
        ["HTTP face knows the use cases alone"] = Never(
            Part.AspNetCore,
            t => Among(t, Part.Infrastructure, Part.Usage, Part.Gateway, Part.Testing, Part.Web, Part.Cli),
            "the edges meet in the host alone"),
        ["Usage stands on Application"] = Never(
            Part.Usage,
            t => Among(t, Part.WebFramework, Part.Infrastructure, Part.AspNetCore, Part.Gateway, Part.Testing, Part.Web, Part.Cli),
            "the edges meet in the host alone"),
        ["HTTP face sends no requests"] = Never(
            Part.AspNetCore, t => Among(t, Part.MediatR), "the mediator is behind IRouter and IAdmin"),
        ["Gateway knows no program"] = Never(
            Part.Gateway, t => Among(t, Part.Testing, Part.Web, Part.Cli), "programs wrap the gateway"),
        ["Testing binds to no test framework"] = Only(
            Part.Testing,
            t => Part.IsRuntime(t) || Part.IsWeb(t) || Among(t, Part.Domain, Part.Protocols, Part.Application),
            "its users choose their own"),
        ["Mediator is made in Messaging"] = Nowhere(
            t => _seam.Contains(t.FullName), [Part.Messaging], "the version of MediatR is known in one folder"),
        ["Chat clients stay in their folder"] = Nowhere(
            t => Among(t, Part.ChatClientLibrary), [Part.ChatClients], "the canonical model is ours"),
        ["Database stays in its project"] = Nowhere(
            t => Among(t, Part.Database), [Part.Usage], "the usage book can be replaced"),
        ["Slices use no other slice"] = Siblings.AreStrangers(
            Part.Application,
            [.. Floor, "DependencyInjection"],
            "a use case can be read, and removed, alone"),
        ["Shared floor uses no slice"] = Never(
            Part.Floor,
            t => Part.Application.Holds(t) && t.Namespace?.FullName != Part.Application.Name && !Among(t, Part.Floor),
            "slices stand on the floor, not the floor on slices"),
        ["Protocols use no other protocol"] = Siblings.AreStrangers(
            Part.Protocols,
            ["Abstractions", "Errors", "Fitting", "ForeignContent", "Json", "ModelLists", "Passthrough", "RequestScanning", "Schemas", "Signatures", "Sse", "Streaming", "TokenCounts", "Tools"],
            "N and M halves, not N times M translators"),
        ["OpenAI's protocols use no other protocol"] = Siblings.AreStrangers(Part.OpenAI, ["Shared"], "each can be read, and removed, alone"),
    };

    private static IArchRule Only(Layer layer, Func<IType, bool> allowed, string because) =>
        Never(layer, t => !layer.Holds(t) && !allowed(t), because);

    private static IArchRule Never(Layer layer, Func<IType, bool> banned, string because) =>
        Types().That().FollowCustomPredicate(layer.Holds, $"are of {layer.Name}")
            .Should().NotDependOnAny(
                Types(includeReferenced: true).That().FollowCustomPredicate(banned, $"are beyond what {layer.Name} may know ({because})"))
            .Because(because);

    private static IArchRule Nowhere(Func<IType, bool> banned, Layer[] except, string because) =>
        Types().That().FollowCustomPredicate(
                t => Part.Everything.Holds(t) && !Among(t, except), $"are outside {string.Join(", ", except.Select(l => l.Name))}")
            .Should().NotDependOnAny(
                Types(includeReferenced: true).That().FollowCustomPredicate(banned, $"are fenced in ({because})"))
            .Because(because);

    private static bool Among(IType type, params Layer[] layers) => layers.Any(l => l.Holds(type));
}
