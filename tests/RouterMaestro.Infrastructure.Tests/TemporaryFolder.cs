using RouterMaestro.Infrastructure.Configuration;

namespace RouterMaestro.Infrastructure.Tests;

/// <summary>A folder for one test, deleted with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("router-maestro-").FullName;

    /// <summary>The gateway's paths below the folder, separate for config and data.</summary>
    public ConfigPaths Paths => new(System.IO.Path.Combine(Path, "config"), System.IO.Path.Combine(Path, "data"));

    public ConfigPaths With(string? providers = null, string? priorities = null, string? auth = null)
    {
        Write(Paths.ProvidersFile, providers);
        Write(Paths.PrioritiesFile, priorities);
        Write(Paths.AuthFile, auth);
        return Paths;
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // a gateway writes its tokens in the background, at its end too
            Directory.Delete(Path, recursive: true);
        }
    }

    private static void Write(string path, string? text)
    {
        if (text is not null)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }
}
