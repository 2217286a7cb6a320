using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using RouterMaestro.Benchmarks;

if (args is ["upstream", var port])
{
    StreamUpstream.Run(int.Parse(port, CultureInfo.InvariantCulture));
    return;
}

if (args is ["memory", var provider, var gateway, var key, var model, var pid])
{
    await MemoryScenes.RunAsync(
        int.Parse(provider, CultureInfo.InvariantCulture), new Uri(gateway), key, model, int.Parse(pid, CultureInfo.InvariantCulture));
    return;
}

// within this process: the repository's build settings do not suit a generated project
var config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
