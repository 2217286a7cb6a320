using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace RouterMaestro.Cli.Clients.Files;

/// <summary>What the system says of a file and .NET 10 does not: its kind, and the number of its names.</summary>
/// <param name="IsRegular">Whether it is a file of bytes: no device, pipe or socket.</param>
/// <param name="Names">The number of its names, more than one with hard links.</param>
internal sealed record FileFacts(bool IsRegular, long Names)
{
    private const int CurrentFolder = -100;
    private const uint TypeAndNames = 0x1 | 0x4;
    private const int KindMask = 0xF000;
    private const int RegularKind = 0x8000;
    private const int BufferSize = 512;

    private static readonly FileFacts _unknown = new(true, 1);

    /// <summary>Reads the facts of a file; where the system cannot be asked they are those of an ordinary file.</summary>
    /// <param name="path">The file, which is no link.</param>
    public static FileFacts Of(string path)
    {
        var buffer = new byte[BufferSize];
        if (OperatingSystem.IsLinux())
        {
            // struct statx is the same on all processors: stx_nlink at 16, stx_mode at 28
            return Statx(CurrentFolder, path, 0, TypeAndNames, buffer) == 0
                ? new((BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(28)) & KindMask) == RegularKind, BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(16)))
                : _unknown;
        }

        if (OperatingSystem.IsMacOS())
        {
            // struct stat with 64-bit inodes: st_mode at 4, st_nlink at 6
            var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatInode64(path, buffer) : Stat(path, buffer);
            return result == 0
                ? new((BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(4)) & KindMask) == RegularKind, BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(6)))
                : _unknown;
        }

        return _unknown;
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] result);

    [DllImport("libc", EntryPoint = "stat")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] result);

    [DllImport("libc", EntryPoint = "stat$INODE64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatInode64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] result);
}
