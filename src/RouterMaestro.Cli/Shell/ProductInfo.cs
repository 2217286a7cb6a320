using System.Reflection;
using Cocona.Application;

namespace RouterMaestro.Cli.Shell;

/// <summary>Names the program in help and version, however it was started.</summary>
internal sealed class ProductInfo : ICoconaApplicationMetadataProvider
{
    public const string Name = "router-maestro";

    public const string Description = "One endpoint for every language model.";

    /// <summary>Gets the version without the build's commit.</summary>
    public static string Version { get; } = typeof(ProductInfo).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public string GetProductName() => Name;

    public string GetExecutableName() => Name;

    public string GetVersion() => Version;

    public string GetDescription() => Description;
}
