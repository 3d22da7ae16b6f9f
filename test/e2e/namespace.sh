#!/bin/bash
# A machine of its own for namespace.ts: `namespace.sh FOLDER REPOSITORY ROOT` boots it and stays until the machine ends.
# With `probe` as fourth argument it stops before the first process, to see whether this system allows all that.
#
# It sees the files of ROOT, which is this system's / or a system in a folder, through an overlay, so that it may
# change all of them and changes none. They are still changed after a reboot, which brings up what is enabled; the
# first boot starts nothing.
# It has processes, a network, cgroups and a /dev of its own, and the system's systemd as its first process.
# Its only neighbour is the network namespace "internet", see namespace.ts.
set -euo pipefail

folder=$1
repository=$2
root=$3
stage=${stage:-outside}
server=54.180.1.2
internet=203.0.113

if [ $stage = outside ]; then
    # Where systemd keeps the processes of its units, so that two machines do not stop each other's.
    for cgroups in /sys/fs/cgroup/unified /sys/fs/cgroup; do
        if [ -e "$cgroups/cgroup.controllers" ]; then
            mkdir "$cgroups/$(basename "$folder")"
            echo $$ >"$cgroups/$(basename "$folder")/cgroup.procs"
            break
        fi
    done
    stage=disk exec unshare --mount "$0" "$@"
fi

if [ $stage = disk ]; then
    mount --make-rprivate /
    mount -t tmpfs tmpfs "$folder"
    mkdir "$folder/changed" "$folder/work" "$folder/root"
    target=bare.target
    while :; do
        status=0
        stage=boot target=$target setpriv --pdeathsig KILL \
            unshare --net --mount --pid --cgroup --uts --ipc --fork --kill-child "$0" "$@" || status=$?
        # What a reboot is to those outside: https://man7.org/linux/man-pages/man2/reboot.2.html
        [ $status = $((128 + 1)) ] || exit $status
        target=default.target
    done
fi

mount -t overlay -o "lowerdir=$root,upperdir=$folder/changed,workdir=$folder/work" overlay "$folder/root"
cd "$folder/root"

mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=666 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
mkdir -p ".$repository"
mount --bind "$repository" ".$repository"

mkdir .outside
pivot_root . .outside
umount -l /.outside
rmdir /.outside
cd /

ip link set lo up
mkdir /run/netns
ip netns add internet
ip link add server0 type veth peer name internet0 netns internet
ip address add "$server/32" dev server0
ip link set server0 up
ip route add "$internet.0/24" dev server0 src "$server"
in_internet() { nsenter --net=/run/netns/internet "$@"; }
in_internet ip link set lo up
# 53 the name server, 14 the certificate authority, 80 the content network, 7 a viewer.
for last in 7 14 53 80; do
    in_internet ip address add "$internet.$last/32" dev internet0
done
in_internet ip link set internet0 up
in_internet ip route add "$server/32" dev internet0 src "$internet.7"
rm -f /etc/resolv.conf
echo "nameserver $internet.53" >/etc/resolv.conf

# What belongs to the kernel that all machines share, and what needs devices.
mkdir -p /run/systemd/system
for unit in dev-hugepages.mount dev-mqueue.mount proc-sys-fs-binfmt_misc.automount sys-fs-fuse-connections.mount \
    sys-kernel-config.mount sys-kernel-debug.mount sys-kernel-tracing.mount systemd-binfmt.service \
    systemd-modules-load.service systemd-remount-fs.service systemd-sysctl.service \
    systemd-tmpfiles-setup-dev.service systemd-udevd.service systemd-udev-trigger.service; do
    ln -s /dev/null "/run/systemd/system/$unit"
done
printf '[Unit]\nDescription=Nothing but what is asked for\n' >/run/systemd/system/bare.target
rm -rf /var/log/journal

[ "${4:-}" != probe ] || exit 0
exec env -i container=machine PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd \
    --system --unit="$target" systemd.unified_cgroup_hierarchy=1 --log-target=console --show-status=no \
    </dev/null >/run/systemd.log 2>&1
