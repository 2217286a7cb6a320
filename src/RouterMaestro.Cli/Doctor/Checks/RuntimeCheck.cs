using System.Runtime.InteropServices;
using RouterMaestro.Cli.Shell;

namespace RouterMaestro.Cli.Doctor.Checks;

/// <summary>Says which program, runtime and system this is, and which of the runtime's variables matter.</summary>
internal sealed class RuntimeCheck(CliEnvironment environment) : IDoctorCheck
{
    // what changes how the program runs; DOTNET_ and COMPlus_ mean the same
    private static readonly (string Name, string Meaning, string Fix)[] _variables =
    [
        ("DOTNET_STARTUP_HOOKS", "runs other code at every start", "unset it if you do not know it"),
        ("CORECLR_ENABLE_PROFILING", "attaches a profiler, which slows every start and call down", "unset it where nobody profiles"),
        ("DOTNET_ReadyToRun", "keeps the runtime from using compiled code, so that every start is slow", "unset it"),
        ("DOTNET_TieredCompilation", "compiles everything at once, so that every start is slow", "unset it"),
        ("DOTNET_GCHeapHardLimit", "limits the memory of the gateway (in hexadecimal)", "unset it, or keep it well above 100 MB"),
        ("DOTNET_SYSTEM_NET_DISABLEIPV6", "keeps the gateway from listening on ::1, which 'localhost' may mean", "unset it, or write 127.0.0.1 in clients"),
    ];

    private static readonly string[] _certificates = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

    public string Group => "Program";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        List<Finding> findings =
        [
            Finding.Ok("RouterMaestro", $"{ProductInfo.Version}, in {AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)}"),
            Finding.Ok("Runtime", $"{RuntimeInformation.FrameworkDescription} ({RuntimeInformation.RuntimeIdentifier})"),
            Finding.Ok("System", $"{RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.OSArchitecture}), {Environment.ProcessorCount} processors"),
        ];
        foreach (var (name, meaning, fix) in _variables.Where(variable => IsOn(variable.Name)))
        {
            findings.Add(Finding.Warning(name, $"The variable {meaning}.", $"{fix}."));
        }

        findings.AddRange(_certificates.Where(name => environment.NonBlank(name) is not null).Select(Describe));
        return Task.FromResult<IReadOnlyList<Finding>>(findings);
    }

    // a switch that is off, or a feature that is on, is what the runtime does anyway
    private bool IsOn(string name) => environment.NonBlank(name) is { } value
        && (name is "DOTNET_ReadyToRun" or "DOTNET_TieredCompilation" ? value is "0" : value is not ("0" or "false"));

    private Finding Describe(string name)
    {
        var paths = environment.NonBlank(name)!.Split(Path.PathSeparator);
        return Array.Exists(paths, path => File.Exists(path) || Directory.Exists(path))
            ? Finding.Note(name, "Certificates are trusted from there, in place of the system's.")
            : Finding.Problem(name, "The certificates that it names do not exist, so that no TLS connection may be trusted.", "correct the variable, or unset it.");
    }
}
