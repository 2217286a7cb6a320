using ArchUnitNET.Domain;
using Microsoft.AspNetCore.Http;

namespace RouterMaestro.Architecture.Tests.Layers;

/// <summary>The parts of the product, and the outside that some of them may know.</summary>
internal static class ProductLayers
{
    private static readonly string _runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private static readonly string _web = Path.GetDirectoryName(typeof(HttpContext).Assembly.Location)!;

    public static Layer Domain { get; } = Layer.Project("RouterMaestro.Domain");

    public static Layer Application { get; } = Layer.Project("RouterMaestro.Application");

    public static Layer Protocols { get; } = Layer.Project("RouterMaestro.Protocols");

    public static Layer OpenAI { get; } = Layer.Folder("RouterMaestro.Protocols.OpenAI");

    /// <summary>The folders of Application that slices share.</summary>
    public static Layer Floor { get; } = Layer.Folders("the shared floor of Application", "RouterMaestro.Application", LayerRules.Floor);

    public static Layer Composition { get; } = Layer.Folder("RouterMaestro.Application.DependencyInjection");

    public static Layer Messaging { get; } = Layer.Folder("RouterMaestro.Application.Messaging");

    public static Layer Infrastructure { get; } = Layer.Project("RouterMaestro.Infrastructure");

    public static Layer ChatClients { get; } = Layer.Folder("RouterMaestro.Infrastructure.ChatClients");

    public static Layer Usage { get; } = Layer.Project("RouterMaestro.Usage.Sqlite");

    public static Layer AspNetCore { get; } = Layer.Project("RouterMaestro.AspNetCore");

    public static Layer Gateway { get; } = Layer.Root("RouterMaestro");

    public static Layer Testing { get; } = Layer.Project("RouterMaestro.Testing");

    public static Layer Web { get; } = Layer.Project("RouterMaestro.Web");

    public static Layer Cli { get; } = Layer.Project("RouterMaestro.Cli", "router-maestro");

    public static Layer Everything { get; } = new("RouterMaestro", @"^RouterMaestro(\.|$)", @"^(RouterMaestro(\.(?!Architecture).*)?|router-maestro)$");

    public static Layer MediatR { get; } = Layer.Package("MediatR", @"^MediatR(\.Contracts)?$");

    public static Layer FluentValidation { get; } = Layer.Package("FluentValidation", "^FluentValidation$");

    public static Layer Abstractions { get; } =
        Layer.Package("the abstractions of Microsoft.Extensions", @"^Microsoft\.Extensions\.(.+\.Abstractions|Options|Primitives)$");

    public static Layer ChatClientLibrary { get; } = Layer.Package("Microsoft.Extensions.AI", @"^Microsoft\.Extensions\.AI(\.|$)");

    public static Layer Database { get; } = Layer.Package("Entity Framework", @"^Microsoft\.EntityFrameworkCore(\.|$)");

    public static Layer WebFramework { get; } = Layer.Package("ASP.NET Core", @"^Microsoft\.AspNetCore(\.|$)");

    /// <summary>Tells whether a type is of what ASP.NET Core brings with it.</summary>
    public static bool IsWeb(IType type) => IsIn(_web, type);

    /// <summary>Tells whether a type is of the base library.</summary>
    public static bool IsRuntime(IType type) =>
        IsIn(_runtime, type) && !Layer.AssemblyOf(type).StartsWith("Microsoft.", StringComparison.Ordinal);

    /// <summary>Tells whether a type is of the base library and opens no socket.</summary>
    public static bool IsBaseLibrary(IType type) =>
        IsRuntime(type) && type.Namespace?.FullName is not ("System.Net.Http" or "System.Net.Sockets");

    private static bool IsIn(string folder, IType type) => File.Exists(Path.Combine(folder, Layer.AssemblyOf(type) + ".dll"));
}
